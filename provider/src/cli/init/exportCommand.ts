/** The command that writes a project of what a tenant has: `prismatic-rollout export`, with the answers that were given. */
export function exportCommand(
  folder: string,
  { project, stack, url, tenantId }: { project?: string; stack?: string; url?: string; tenantId?: string },
): string {
  const options = Object.entries({
    "--project": project,
    "--name": stack,
    "--url": url,
    "--tenant-id": tenantId,
  });
  const words = options.flatMap(([option, value]) => (value === undefined ? [] : [option, quoted(value)]));
  return ["npx prismatic-rollout export", quoted(folder), ...words].join(" ");
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  return /^[\w./:@%+,=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
