import { isDeepStrictEqual } from "node:util";

/** What a connection of ours holds beyond its arguments; left out where only the arguments are to be stored. */
const outputs =
  process.env["NOTHING_STORES"] === "arguments"
    ? {}
    : {
        componentInputs: ["accountSid", "apiKey", "apiSecret"],
        kind: "OrganizationCustomerConnection",
        lastConfiguredAt: "2026-01-01T00:00:00.000Z",
        savedTestCredentials: { lastConfiguredAt: "2026-01-01T00:00:00.000Z" },
        schemaVersion: 1,
        secretRevisions: { apiSecret: 1, "testCredentials.apiKey": 1 },
        status: "ACTIVE",
        tenant: "00000000-0000-0000-0000-000000000000 at http://127.0.0.1:12345",
      };
const storedNames = new Set(Object.keys(outputs));
const isArgument = (/** @type {[string, unknown]} */ [name]) => !storedNames.has(name);

/** @typedef {Record<string, unknown>} Properties */

let made = 0;

/** Does nothing for a resource with the arguments of a connection. */
export const organizationCustomerConnection = {
  check: (/** @type {Properties} */ _olds, /** @type {Properties} */ news) =>
    Promise.resolve({
      inputs: "secretRevisions" in outputs ? { ...news, secretRevisions: outputs.secretRevisions } : news,
    }),
  diff: (/** @type {string} */ _id, /** @type {Properties} */ olds, /** @type {Properties} */ news) => {
    const before = Object.fromEntries(Object.entries(olds).filter(isArgument));
    const after = Object.fromEntries(Object.entries(news).filter(isArgument));
    return Promise.resolve({ changes: !isDeepStrictEqual(before, after) });
  },
  create: (/** @type {Properties} */ inputs) => {
    const id = `U2NvcGVkQ29uZmlnVmFyaWFibGU6${String(made++).padStart(48, "0")}`;
    return Promise.resolve({ id, outs: { ...inputs, ...outputs } });
  },
  update: (/** @type {string} */ _id, /** @type {Properties} */ olds, /** @type {Properties} */ news) =>
    Promise.resolve({ outs: { ...olds, ...news } }),
  delete: () => Promise.resolve(),
};
