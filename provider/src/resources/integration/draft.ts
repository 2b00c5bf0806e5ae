import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { knownMembers } from "../../dynamic/wire.ts";
import { notice } from "../../dynamic/writing.ts";
import type { IntegrationWithDefinition } from "../../tenant/integrationOperations.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { looksSecret } from "../inputs/secretNames.ts";
import { makePrivateFolder, writePrivateFile } from "../privateFile.ts";
import { describeDifference, differences, type Difference } from "./definition/meaning.ts";
import { readDefinition } from "./definition/read.ts";
import { withoutSecrets, writtenValues, type WrittenValue } from "./definition/secrets.ts";
import type { IntegrationState } from "./state.ts";

/** More differences than this are counted, not shown. */
const MOST_SHOWN = 20;

/** Folder of definitions that an update replaced, inside the folder of the Pulumi program. */
const FOLDER = "replaced-drafts";

/** Designers' changes to a draft since the provider wrote it, one line each; empty where there are none. */
export function draftChanges(
  old: Pick<IntegrationState, "draft" | "secretInputs">,
  { definition }: Pick<IntegrationWithDefinition, "definition">,
): string[] {
  const before = readDefinition(old.draft);
  const known = "definition" in before ? writtenValues(before.definition) : [];
  const leftOut = variablesLeftOut(old);
  const isSecret = ({ variable, input }: WrittenValue) =>
    looksSecret(input) ||
    (leftOut.includes(variable) &&
      !known.some((value) => value.variable === variable && value.input === input));
  const after = withoutSecrets(definition, isSecret).text;
  return describedChanges(parse(old.draft), parse(after));
}

/** Every difference between two drafts, as values, one line each. */
export function describedChanges(before: unknown, after: unknown): string[] {
  return describe(differences(before, after, { normalised: false }));
}

/** The config variables whose secret values the state lacks since an import, passwords of any name among them. */
function variablesLeftOut({ secretInputs }: Pick<IntegrationState, "secretInputs">): string[] {
  return Object.entries(knownMembers(secretInputs)).flatMap(([variable, inputs]) =>
    Object.keys(knownMembers(inputs)).length === 0 ? [variable] : [],
  );
}

/**
 * Differences between a draft and the declared definition, which Prismatic would normalise first. Secret inputs are
 * left out: an interrupted run may not have set them, and they are set again.
 */
export function differencesFromDeclared(sent: string, found: string): string[] {
  const [before, after] = [withoutSecrets(sent).text, withoutSecrets(found).text];
  return describe(differences(parse(before), parse(after), { normalised: true }));
}

/** True where a draft has the declared secret inputs. */
export function hasSecrets(sent: string, found: string): boolean {
  return isDeepStrictEqual(withoutSecrets(sent).secrets, withoutSecrets(found).secrets);
}

/** A draft as the state has it, without secret inputs. */
export function keptDraft({ definition }: Pick<IntegrationWithDefinition, "definition">): string {
  return withoutSecrets(definition).text;
}

/** The changes as the lines of an error. */
export function changeList(changes: readonly string[]): string {
  const shown = changes.slice(0, MOST_SHOWN).map((change) => `\n    ${change}`);
  const more = changes.length > MOST_SHOWN ? `\n    and ${changes.length - MOST_SHOWN} more` : "";
  return shown.join("") + more;
}

/** Explains why a draft is not overwritten, and what to do. */
export function refuseOverwriting(session: TenantSession, name: string, changes: readonly string[]): string {
  return (
    `the draft of integration "${name}" in ${session.tenant} was changed in the designer since it was last written ` +
    `from here, and would be overwritten:${changeList(changes)}\n  ${session.journal.unchanged} To keep these changes, export ` +
    "the integration into the definition's file (prism integrations:export). To discard them: overwriteDraft: true, " +
    `which saves the replaced definition below ${FOLDER} first.`
  );
}

/** Saves a draft that is about to be replaced, in a file that its owner alone can read, and says where. */
export async function saveDraft(
  session: TenantSession,
  { name, definition }: Pick<IntegrationWithDefinition, "name" | "definition">,
): Promise<void> {
  const digest = createHash("sha256").update(definition).digest("hex").slice(0, 8);
  const folder = resolve(FOLDER);
  const file = resolve(folder, `${name.replaceAll(/[^A-Za-z0-9]+/g, "-")}-${digest}.yml`);
  await makePrivateFolder(folder);
  await writePrivateFile(file, definition);
  notice(
    `The draft of integration "${name}" in ${session.tenant} is replaced; what it was is saved in ${file}`,
  );
}

function describe(found: Difference[]): string[] {
  return found.map((difference) => describeDifference(difference, holdsSecret));
}

/** True for a place such as `config variable "Slack", inputs.clientSecret.value`. */
function holdsSecret(place: string): boolean {
  const input = /^config variable ".*", inputs(?:\.([^.]+))?/.exec(place);
  return input !== null && (input[1] === undefined || looksSecret(input[1]));
}
