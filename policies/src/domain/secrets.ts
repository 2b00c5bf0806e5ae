/** Forms that only secrets have, and what to call them. */
const SECRET_FORMS: readonly { kind: string; form: RegExp }[] = [
  { kind: "a private key", form: /-----BEGIN [A-Z ]*PRIVATE KEY/ },
  { kind: "a password in an address", form: /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i },
  { kind: "a Slack token", form: /\bxox[abeoprs]-[\w-]{10,}/ },
  { kind: "a Slack webhook", form: /hooks\.slack\.com\/services\/\w+/ },
  { kind: "a Stripe key", form: /\b[sr]k_(live|test)_\w{10,}/ },
  { kind: "a GitHub token", form: /\b(gh[oprsu]_\w{20,}|github_pat_\w{20,})/ },
  { kind: "an AWS access key", form: /\b(AKIA|ASIA)[A-Z0-9]{16}\b/ },
  { kind: "a Google API key", form: /\bAIza[\w-]{35}/ },
  { kind: "an OpenAI key", form: /\bsk-(proj-)?[\w-]{20,}/ },
  { kind: "a signed token (JWT)", form: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\./ },
];

/** The kind of secret that a text looks like, or undefined. */
export function looksSecretByValue(text: string): string | undefined {
  return SECRET_FORMS.find(({ form }) => form.test(text))?.kind;
}
