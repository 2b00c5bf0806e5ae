import { shellWord } from "../../resources/shellWord.ts";

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
  const words = options.flatMap(([option, value]) => (value === undefined ? [] : [option, shellWord(value)]));
  return ["npx prismatic-rollout export", shellWord(folder), ...words].join(" ");
}
