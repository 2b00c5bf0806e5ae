import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { notice } from "../../dynamic/writing.ts";
import type { IntegrationWithDefinition } from "../../tenant/integrationOperations.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { looksSecret } from "../inputs/secretNames.ts";
import { describeDifference, differences, type Difference } from "./definition/meaning.ts";
import { withoutSecrets } from "./definition/secrets.ts";

/** More differences than this are counted, not shown. */
const MOST_SHOWN = 20;

/** Where definitions are kept that an update replaced, in the folder of the Pulumi program. */
const FOLDER = "replaced-drafts";

/** What somebody changed in a draft since we wrote it, one line each; empty where nobody did. */
export function draftChanges(before: string, after: string): string[] {
  return describe(differences(parse(before), parse(after), { normalised: false }));
}

/**
 * How a draft differs from the definition that is declared, which Prismatic would normalise first. Secret inputs are
 * left out: an interrupted run may not have set them, and they are set again.
 */
export function differencesFromDeclared(sent: string, found: string): string[] {
  const [before, after] = [withoutSecrets(sent).text, withoutSecrets(found).text];
  return describe(differences(parse(before), parse(after), { normalised: true }));
}

/** Whether a draft has the secret inputs that are declared. */
export function hasSecrets(sent: string, found: string): boolean {
  return isDeepStrictEqual(withoutSecrets(sent).secrets, withoutSecrets(found).secrets);
}

/** A draft as the state keeps it: secret inputs are kept apart. */
export function keptDraft({ definition }: Pick<IntegrationWithDefinition, "definition">): string {
  return withoutSecrets(definition).text;
}

/** The changes as the lines of an error. */
export function changeList(changes: readonly string[]): string {
  const shown = changes.slice(0, MOST_SHOWN).map((change) => `\n    ${change}`);
  const more = changes.length > MOST_SHOWN ? `\n    and ${changes.length - MOST_SHOWN} more` : "";
  return shown.join("") + more;
}

/** Why a draft is not overwritten, and what to do. */
export function refuseOverwriting(session: TenantSession, name: string, changes: readonly string[]): string {
  return (
    `the draft of integration "${name}" in ${session.tenant} was changed in the designer since it was last written ` +
    `from here, and would be overwritten:${changeList(changes)}\n  Nothing was changed. To keep these changes, export ` +
    "the integration into the definition's file (prism integrations:export). To discard them: overwriteDraft: true, " +
    `which saves the replaced definition below ${FOLDER} first.`
  );
}

/** Saves a draft that is about to be replaced, for its owner's eyes alone, and says where. */
export async function saveDraft(
  session: TenantSession,
  { name, definition }: Pick<IntegrationWithDefinition, "name" | "definition">,
): Promise<void> {
  const digest = createHash("sha256").update(definition).digest("hex").slice(0, 8);
  const folder = resolve(FOLDER);
  const file = resolve(folder, `${name.replaceAll(/[^A-Za-z0-9]+/g, "-")}-${digest}.yml`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(file, definition, { mode: 0o600 });
  notice(
    `The draft of integration "${name}" in ${session.tenant} is replaced; what it was is saved in ${file}`,
  );
}

function describe(found: Difference[]): string[] {
  return found.map((difference) => describeDifference(difference, holdsSecret));
}

/** `config variable "Slack", inputs.clientSecret.value` */
function holdsSecret(place: string): boolean {
  const input = /^config variable ".*", inputs(?:\.([^.]+))?/.exec(place);
  return input !== null && (input[1] === undefined || looksSecret(input[1]));
}
