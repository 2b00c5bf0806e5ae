import { UnexpectedAnswerError } from "../tenant/errors.ts";
import type { Integration } from "../tenant/integrationOperations.ts";
import type { TenantSession } from "../tenant/session.ts";
import { withDistinctNames, type Imported } from "./imported.ts";
import { accessOf } from "./importedAccess.ts";
import { importedCodeNative } from "./importedCodeNative.ts";
import { importedComponent } from "./importedComponent.ts";
import { importedIntegration, integrationNames } from "./importedIntegration.ts";
import { ManagedObjects } from "./managedObjects.ts";
import { plainName } from "./names.ts";
import {
  isCarried,
  managedBy,
  together,
  UNCARRIED,
  type TakenOver,
  type TenantObject,
} from "./tenantObjects.ts";
import { wholeConnections } from "./wholeConnections.ts";
import { wholeCredentials } from "./wholeCredentials.ts";

/** Facts besides the tenant that a takeover depends on. */
export interface Takeover {
  /** Objects that stacks manage already: they are left out. */
  managed?: ManagedObjects | undefined;
  /** Stack that the resources join, where it has some already: their names stay its own. */
  stack?: string | undefined;
  /** Folder in which the program runs: paths of bundles begin there. */
  folder: string;
  /** Built bundles of components of the organization's own. */
  components?: readonly string[];
  /** Built bundles of code-native integrations. */
  codeNative?: readonly string[];
}

/** Everything that a tenant holds, as a program declares it. */
export interface WholeTenant extends TakenOver {
  /** Definitions of integrations, by path in the program's folder. */
  files: ReadonlyMap<string, string>;
  /** Notes to read before the import. */
  notes: string[];
}

interface WithFiles extends TakenOver {
  files: { path: string; text: string }[];
  notes: string[];
}

/**
 * Reads everything of a tenant that programs can declare. Every object is there once: with a resource that declares it, or
 * with the reason why there is none.
 *
 * @throws ConfigurationError where a bundle cannot be read, or is none of what the tenant has
 */
export async function wholeTenant(
  session: TenantSession,
  { managed = new ManagedObjects(), stack, folder, components = [], codeNative = [] }: Takeover,
): Promise<WholeTenant> {
  const [connections, credentials, access, ownComponents, integrations] = await Promise.all([
    wholeConnections(session, managed),
    wholeCredentials(session, managed),
    wholeAccess(session, managed),
    wholeComponents(session, managed, components, folder),
    wholeIntegrations(session, managed, codeNative, folder),
  ]);
  const all = together([ownComponents, connections, credentials, integrations, access]);
  const plain = all.imported.map((each) => ({ ...each, name: plainName(each.name) }));
  const taken = stack === undefined ? new Map<string, ReadonlySet<string>>() : managed.namesIn(stack);
  return {
    objects: all.objects,
    imported: withDistinctNames(plain, taken),
    files: new Map(integrations.files.map(({ path, text }) => [path, text])),
    notes: [...ownComponents.notes, ...integrations.notes],
  };
}

async function wholeAccess(session: TenantSession, managed: ManagedObjects): Promise<TakenOver> {
  const enabled = (await session.customers.all()).filter((each) => each.allowEmbeddedDesigner);
  const each = enabled.map((customer): TakenOver => {
    const stack = managed.stackOf(["CustomerEmbeddedAccess"], customer.id);
    const object: TenantObject = {
      kind: "customers with embedded access",
      title: customer.externalId ?? customer.id,
    };
    return stack === undefined
      ? { objects: [object], imported: [accessOf(customer)] }
      : { objects: [{ ...object, leftOut: managedBy(stack) }], imported: [] };
  });
  return together(each);
}

async function wholeComponents(
  session: TenantSession,
  managed: ManagedObjects,
  bundles: readonly string[],
  folder: string,
): Promise<WithFiles> {
  const own = (await session.components.ofEveryOwner()).filter((each) => !each.public);
  const read = await Promise.all(bundles.map((path) => importedComponent(session, path, folder)));
  const byKey = new Map(read.map(({ imported }) => [imported.name, imported]));
  const objects = own.map(({ key, public: isPublic }): TenantObject => {
    const stack = managed.stackOfComponent({ key, public: isPublic });
    const without =
      "a tenant does not tell where a component is built: export it with --component <its built bundle>";
    const leftOut = stack === undefined ? (byKey.has(key) ? undefined : without) : managedBy(stack);
    return { kind: "components of your own", title: key, leftOut };
  });
  const free = new Set(objects.flatMap(({ title, leftOut }) => (leftOut === undefined ? [title] : [])));
  const imported = [...byKey.values()].filter(({ name }) => free.has(name));
  return { objects, imported, files: [], notes: read.flatMap(({ notes }) => notes) };
}

async function wholeIntegrations(
  session: TenantSession,
  managed: ManagedObjects,
  bundles: readonly string[],
  folder: string,
): Promise<WithFiles> {
  const all = await session.integrations.all();
  const names = integrationNames(all);
  const read = await Promise.all(bundles.map((path) => importedCodeNative(session, path, folder)));
  const coded = new Map(read.map(({ imported }) => [imported.id, imported]));
  const isShared = (name: string) => all.filter((each) => each.name === name).length > 1;
  const each = await Promise.all(
    all.map(async (found): Promise<WithFiles> => {
      const object: TenantObject = { kind: "integrations", title: found.name };
      const without = (leftOut: string) => ({
        objects: [{ ...object, leftOut }],
        imported: [],
        files: [],
        notes: [],
      });
      const stack = managed.stackOf(["Integration", "CodeNativeIntegration"], found.id);
      if (stack !== undefined) return without(managedBy(stack));
      if (isShared(found.name)) {
        return without("several integrations have this name, which tells them apart: rename the others");
      }
      if (found.isCodeNative) {
        const imported = coded.get(found.id);
        return imported === undefined
          ? without(
              "a tenant does not tell where code is built: export it with --code-native <its built bundle>",
            )
          : { objects: [object], imported: [imported], files: [], notes: [] };
      }
      const judged = await readIntegration(session, found, names.get(found.name) ?? found.name);
      if (typeof judged === "string") return without(judged);
      if (!isCarried(judged.imported)) return without(UNCARRIED);
      return { objects: [object], ...judged, imported: [judged.imported] };
    }),
  );
  return {
    ...together(each),
    files: each.flatMap(({ files }) => files),
    notes: [...read.flatMap(({ notes }) => notes), ...each.flatMap(({ notes }) => notes)],
  };
}

async function readIntegration(
  session: TenantSession,
  found: Integration,
  name: string,
): Promise<{ imported: Imported; files: { path: string; text: string }[]; notes: string[] } | string> {
  const components = await session.components.withConnections();
  try {
    const read = await session.integrations.byId(found.id);
    if (read === undefined) return "it was deleted while the tenant was read";
    const imported = importedIntegration(read, components, name);
    if (typeof imported === "string") return imported;
    const { file, notes, ...rest } = imported;
    return { imported: rest, files: [file], notes };
  } catch (error) {
    if (!(error instanceof UnexpectedAnswerError)) throw error;
    return error.message;
  }
}
