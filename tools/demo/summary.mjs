import { root } from "../setup/paths.mjs";
import { requestJson } from "./http.mjs";
import { pulumiSettings } from "./settings.mjs";

/** @typedef {import("./stack.mjs").DemoResult} DemoResult */

/** @type {Record<string, string>} */
const words = {
  create: "created",
  update: "updated",
  delete: "deleted",
  replace: "replaced",
  same: "unchanged",
};

/** Lines about what was done in each tenant. */
export function describeResults(/** @type {DemoResult[]} */ results) {
  return results
    .map(({ name, url, tenant, changes, stableKeys }) =>
      [
        `Stack ${name}: ${tenant} at ${url}`,
        `  resources    ${describeChanges(changes)}; a second run changed nothing`,
        `  connections  ${stableKeys.length}: ${stableKeys.join(", ")}`,
      ].join("\n"),
    )
    .join("\n\n");
}

function describeChanges(/** @type {Record<string, number>} */ changes) {
  const parts = Object.entries(changes).map(([kind, count]) => `${count} ${words[kind] ?? kind}`);
  return parts.join(", ") || "none";
}

/** Next steps: by hand where the emulator was kept, and where to read. */
export async function describeNext(/** @type {DemoResult[]} */ results, /** @type {boolean} */ kept) {
  const reading = "Read on in README.md and docs/; the program that just ran is in examples/.";
  if (!kept) {
    return (
      `The emulator is stopped. \`npm start -- --keep\` leaves it running, to try changes with \`pulumi\` and to\n` +
      `look at the tenants with \`prism\`.\n${reading}`
    );
  }
  const settings = Object.entries(pulumiSettings()).map(
    ([name, value]) => `  export ${name}=${quote(value)}`,
  );
  const tenants = await Promise.all(results.map(describeAccess));
  return [
    `The emulator keeps running; \`npm start -- --stop\` stops it. To work with it by hand, in ${root}:`,
    `  export PATH="$(npm run --silent engine:path):$PWD/node_modules/.bin:$PATH"`,
    ...settings,
    `  pulumi preview --stack us`,
    ``,
    ...tenants,
    reading,
  ].join("\n");
}

async function describeAccess(/** @type {DemoResult} */ { name, url, tenant, tenantId, refreshToken }) {
  const body = { refresh_token: refreshToken, tenant_id: tenantId };
  const answer = await requestJson(`${url}/auth/refresh`, { body });
  const { access_token: accessToken } = /** @type {{ access_token: string }} */ (answer);
  return [
    `${tenant} (${name}), with the settings above:`,
    `  PRISMATIC_URL=${url} PRISMATIC_TENANT_ID=${tenantId} PRISM_REFRESH_TOKEN=${refreshToken} prism me`,
    `  or, until it expires: PRISM_ACCESS_TOKEN=${accessToken}`,
    ``,
  ].join("\n");
}

/** A value as a shell takes it. */
function quote(/** @type {string} */ value) {
  return /^[\w./:-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
