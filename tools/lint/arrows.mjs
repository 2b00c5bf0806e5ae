// @ts-check

/**
 * The only allowed directions of imports. The lint rules (`eslint.config.mjs`) and the picture in `docs/architecture.md` are
 * made of this, and `test/architecture.test.ts` compares it with the imports that there are.
 */

/**
 * The packages by their folders. Of one another they import nothing but the `entries` of `pulumi-prismatic`.
 *
 * @type {Record<string, { name: string, keeps: string, entries: string[] }>}
 */
export const packages = {
  rollout: {
    name: "prismatic-rollout",
    keeps: "many tenants at once",
    entries: ["commandLine", "plannedMutations", "takeover", "tenantReads", "vocabulary"],
  },
  policies: {
    name: "pulumi-prismatic-policies",
    keeps: "the policy pack",
    entries: ["commandLine", "vocabulary"],
  },
  provider: { name: "pulumi-prismatic", keeps: "the provider", entries: [] },
  emulator: { name: "prismatic-emulator", keeps: "Prismatic's API on this machine", entries: [] },
};

/**
 * The folders of `provider/src`, and those that each may import. `sdk` is false where Pulumi's SDK stays outside: it takes
 * longer to load than a command works.
 *
 * @type {Record<string, { keeps: string, mayImport: string[], sdk: boolean }>}
 */
export const providerParts = {
  cli: {
    keeps: "the commands import-file and init",
    mayImport: ["commandLine", "dynamic", "resources", "tenant"],
    sdk: false,
  },
  commandLine: {
    keeps: "what all commands share",
    mayImport: ["dynamic", "tenant"],
    sdk: false,
  },
  lookups: {
    keeps: "getComponent, getConnection, getCustomer",
    mayImport: ["resources", "tenant"],
    sdk: true,
  },
  resources: {
    keeps: "a folder for each resource",
    mayImport: ["dynamic", "tenant"],
    sdk: true,
  },
  dynamic: { keeps: "Pulumi's dynamic providers", mayImport: ["tenant"], sdk: true },
  tenant: { keeps: "all that talks to Prismatic", mayImport: [], sdk: false },
};

/** The folders of `provider/src` that a part may not import, as patterns of paths. */
export function forbiddenParts(/** @type {string} */ part) {
  const allowed = [part, ...(providerParts[part]?.mayImport ?? [])];
  return Object.keys(providerParts)
    .filter((other) => !allowed.includes(other))
    .map((other) => `**/${other}/**`);
}

/** Matches imports of a package from the provider that are not among its entries. */
export function otherEntries(/** @type {string} */ folder) {
  return `^pulumi-prismatic(?!/(${packages[folder]?.entries.join("|")})$)(?!-)|/provider/`;
}
