/** Lists what is left to do for an operator who has an import file. */
export function nextSteps({
  notes,
  configKeys,
  file = "<file>",
  stack,
}: {
  /** Notes to read first. */
  notes: readonly string[];
  /** Secrets that the program takes from the stack's configuration. */
  configKeys: readonly string[];
  file?: string | undefined;
  stack?: string | undefined;
}): string {
  const ofStack = stack === undefined ? "" : ` --stack ${stack}`;
  const lines = [
    ...notes,
    "Next, in the folder of the Pulumi project:",
    ...configKeys.map((key) => `  pulumi config set --secret ${key}${ofStack}`),
    `  pulumi import --file ${file} --protect=false --generate-code=false --yes${ofStack}`,
    "  then put the program above in place and run:",
    `  pulumi up${ofStack}`,
    configKeys.length > 0
      ? "That first update sets the secrets, which Prismatic does not return; afterwards a preview is empty. Delete the import file."
      : "The preview is empty. Delete the import file.",
  ];
  return `${lines.join("\n")}\n`;
}
