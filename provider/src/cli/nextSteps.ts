import { visible } from "../tenant/visible.ts";

/** Lists what is left to do for an operator who has an import file. */
export function nextSteps({
  notes,
  set,
  configKeys,
  file = "<file>",
  stack,
}: {
  /** Notes to read first. */
  notes: readonly string[];
  /** Secrets that were put into the stack's configuration. */
  set: readonly string[];
  /** Secrets that are still to be put there. */
  configKeys: readonly string[];
  file?: string | undefined;
  stack?: string | undefined;
}): string {
  const ofStack = stack === undefined ? "" : ` --stack ${stack}`;
  const lines = [
    ...notes.map(visible),
    ...(set.length > 0 ? [`Read from the tenant into the stack's configuration: ${set.join(", ")}`] : []),
    "Next, in the folder of the Pulumi project:",
    ...configKeys.map((key) => `  pulumi config set --secret ${key}${ofStack}`),
    `  pulumi import --file ${file} --protect=false --generate-code=false --yes${ofStack}`,
    "  then put the program above in place and run:",
    `  pulumi up${ofStack}`,
    configKeys.length + set.length > 0
      ? "That first update sets the secrets, which no import file holds; afterwards a preview is empty. Delete the import file."
      : "The preview is empty. Delete the import file.",
  ];
  return `${lines.join("\n")}\n`;
}
