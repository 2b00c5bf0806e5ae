/** Forms that only secrets have, with a name for each. Every repetition has a limit: texts of any length are looked at. */
const SECRET_FORMS: readonly { kind: string; form: Pick<RegExp, "test"> }[] = [
  { kind: "a private key", form: /-----BEGIN [A-Z ]{0,40}PRIVATE KEY/ },
  { kind: "a password in an address", form: /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/:@]{0,200}:[^\s/@]{1,400}@/i },
  { kind: "a Slack token", form: /\bxox[abeoprs]-[\w-]{10}/ },
  { kind: "a Slack webhook", form: /hooks\.slack\.com\/services\/\w/ },
  { kind: "a Stripe key", form: /\b[sr]k_(live|test)_\w{10}/ },
  { kind: "a GitHub token", form: /\b(gh[oprsu]_\w{20}|github_pat_\w{20})/ },
  { kind: "an AWS access key", form: /\b(AKIA|ASIA)[A-Z0-9]{16}\b/ },
  { kind: "a Google API key", form: /\bAIza[\w-]{35}/ },
  { kind: "an OpenAI key", form: /\bsk-(proj-)?[\w-]{20}/ },
  { kind: "a signed token (JWT)", form: { test: holdsSignedToken } },
  {
    kind: "the credentials of a request",
    form: /\b(bearer|basic)\s{1,5}(?=[\w+/.~-]{0,200}\d)[\w+/.~-]{16}/i,
  },
];

/** The kind of secret that a text holds by its form, such as `a Slack token`; undefined if there is none. */
export function secretForm(text: string): string | undefined {
  const found = SECRET_FORMS.find(({ form }) => form.test(text))?.kind;
  if (found !== undefined) return found;
  // URL reads what the form misses, such as an address with a tab in its scheme.
  return URL.parse(text)?.password ? "a password in an address" : undefined;
}

/** Tells three parts with points between them, of which two are encoded JSON objects. */
function holdsSignedToken(text: string): boolean {
  return text.split(/[^\w.-]/).some((word) => {
    const parts = word.split(".");
    return parts.some(
      (part, at) =>
        at + 2 < parts.length && /\beyJ[\w-]{10}/.test(part) && /^eyJ[\w-]{10}/.test(parts[at + 1] ?? ""),
    );
  });
}
