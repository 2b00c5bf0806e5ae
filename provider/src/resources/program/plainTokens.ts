import { getStack, RunError, runtime } from "@pulumi/pulumi";
import { secretForm } from "../inputs/secretForms.ts";
import { looksSecret } from "../inputs/secretNames.ts";

/** The keys of this package that hold a token. */
const TOKENS: ReadonlySet<string> = new Set(["refreshToken", "accessToken"]);

const NAMESPACE = "prismatic:";

/** Pulumi tells programs which keys are secret, but not in its types. */
const { isConfigSecret } = runtime as { isConfigSecret?: (key: string) => boolean };

/** Runs whose configuration was looked at: a process may run several programs with the Automation API. */
const judged = new WeakSet<object>();

/**
 * Refuses a stack whose configuration holds a token in the clear, where everybody sees it who sees the stack's file.
 *
 * @throws RunError that names the key and the commands that mend it, without the value
 */
export function refusePlainTokens(): void {
  const run = runtime.getStackResource();
  if (run !== undefined && judged.has(run)) return;
  const problems = Object.entries(runtime.allConfig() as Record<string, string>).flatMap(([key, value]) =>
    key.startsWith(NAMESPACE) && isConfigSecret?.(key) === false
      ? problemsOf(key.slice(NAMESPACE.length), value)
      : [],
  );
  if (problems.length > 0) throw new RunError(problems.join("\n"));
  if (run !== undefined) judged.add(run);
}

function problemsOf(name: string, value: string): string[] {
  const isToken = TOKENS.has(name);
  if (!isToken && !looksSecret(name) && secretForm(value) === undefined) return [];
  const stack = getStack();
  const set = (key: string) => `pulumi config set --secret ${NAMESPACE}${key} --stack ${stack}`;
  const mend = isToken
    ? set(name)
    : `pulumi config rm ${NAMESPACE}${name} --stack ${stack} && ${set("refreshToken")}`;
  const what = isToken ? "" : ", and no token belongs there";
  return [
    `${NAMESPACE}${name} is configured in the clear, in Pulumi.${stack}.yaml${what}. Nothing was changed. Type: ${mend}, which ` +
      "asks for the value (prism me:token --type refresh prints one). Whoever saw the file knows the old one: revoke it with " +
      "prism me:token:revoke first.",
  ];
}
