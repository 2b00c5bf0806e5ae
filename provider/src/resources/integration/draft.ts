import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { isAlike } from "../../dynamic/storedForm.ts";
import { knownMembers } from "../../dynamic/wire.ts";
import { notice } from "../../dynamic/writing.ts";
import type { IntegrationWithDefinition } from "../../tenant/integrationOperations.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { looksSecret } from "../inputs/secretNames.ts";
import { makePrivateFolder, writePrivateFile } from "../privateFile.ts";
import { describeDifference, differences, type Difference } from "./definition/meaning.ts";
import { exactly, readDefinition } from "./definition/read.ts";
import { hidesPlace, writtenValues, type WrittenValue } from "./definition/secretPlaces.ts";
import { withoutSecrets } from "./definition/secrets.ts";
import { passwordsOf } from "./passwords.ts";
import { meantDefinition } from "./sent.ts";
import type { IntegrationState } from "./state.ts";

/** More differences than this are counted, not shown. */
const MOST_SHOWN = 20;

/** Folder of definitions that an update replaced, inside the folder of the Pulumi program. */
const FOLDER = "replaced-drafts";

/** More letters of a name are left out of a file's name. */
const LONGEST_NAME = 60;

/** Designers' changes to a draft since the provider wrote it, one line each; empty where there are none. */
export async function draftChanges(
  session: TenantSession,
  old: IntegrationState,
  { definition }: Pick<IntegrationWithDefinition, "definition">,
): Promise<string[]> {
  const before = readDefinition(old.draft);
  const known = "definition" in before ? writtenValues(before.definition) : [];
  const leftOut = variablesLeftOut(old);
  const isSecret = ({ variable, input }: WrittenValue) =>
    looksSecret(input) ||
    (leftOut.includes(variable) &&
      !known.some((value) => value.variable === variable && value.input === input));
  const after = withoutSecrets(definition, isSecret).text;
  const found = differences(exactly(old.draft), exactly(after), { normalised: false });
  // A draft that says what was sent is not changed either, though it was stored in another form.
  const sent = found.length === 0 ? [] : differencesFromSent(old, after);
  const changed = found.filter(({ place }) => sent.some((other) => isInside(place, other.place)));
  return describe(session, changed, [old.draft, definition]);
}

function differencesFromSent(old: IntegrationState, after: string): Difference[] {
  const meant = meantDefinition(old);
  if (!("definition" in meant)) return [{ place: "", path: [], before: undefined, after: undefined }];
  const { text } = withoutSecrets(meant.definition.text);
  return differences(exactly(text), exactly(after), { normalised: false });
}

/** True where one place is the other, or a part of it. */
function isInside(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}

/** The config variables whose secret values the state lacks since an import, passwords of any name among them. */
function variablesLeftOut({ secretInputs }: Pick<IntegrationState, "secretInputs">): string[] {
  return Object.entries(knownMembers(secretInputs)).flatMap(([variable, inputs]) =>
    Object.keys(knownMembers(inputs)).length === 0 ? [variable] : [],
  );
}

/**
 * Differences between a draft and the declared definition, which Prismatic would normalise first, one line each. Secret
 * inputs are left out: an interrupted run may not have set them, and they are set again.
 */
export async function differencesFromDeclared(
  session: TenantSession,
  sent: string,
  found: string,
): Promise<string[]> {
  return describe(session, unlikeDeclared(sent, found), [sent, found]);
}

/** True where a draft is what the declared definition becomes in the tenant, secret inputs apart. */
export function isDeclared(sent: string, found: string): boolean {
  return unlikeDeclared(sent, found).length === 0;
}

function unlikeDeclared(sent: string, found: string): Difference[] {
  const [before, after] = [withoutSecrets(sent).text, withoutSecrets(found).text];
  return differences(exactly(before), exactly(after), { normalised: true });
}

/** True where a draft has the declared secret inputs. */
export function hasSecrets(sent: string, found: string): boolean {
  return isAlike(withoutSecrets(sent).secrets, withoutSecrets(found).secrets);
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
  const file = resolve(
    folder,
    `${name.replaceAll(/[^A-Za-z0-9]+/g, "-").slice(0, LONGEST_NAME)}-${digest}.yml`,
  );
  await makePrivateFolder(folder);
  await writePrivateFile(file, definition);
  notice(
    `The draft of integration "${name}" in ${session.tenant} is replaced; what it was is saved in ${file}`,
  );
}

/** The differences in one line each; `texts` are the definitions, which tell the types of connections. */
export async function describe(
  session: TenantSession,
  found: Difference[],
  texts: readonly string[],
): Promise<string[]> {
  // Passwords are looked up only where a value of an input might be shown.
  const concernsInputs = found.some(({ path: [first = ""] }) =>
    /^(config variable |requiredConfigVars)/.test(first),
  );
  const passwords = concernsInputs ? await passwordsOf(session, texts) : () => false;
  const isSecret = (variable: string, input: string) => looksSecret(input) || passwords(variable, input);
  return found.map((difference) =>
    describeDifference(difference, (path, value) => hidesPlace(path, value, isSecret)),
  );
}
