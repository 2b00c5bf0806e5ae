import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Side } from "./project.ts";

const peers = join(import.meta.dirname, "../peers");

/** Declared connections of a program, in `declared.json`. */
export interface Declared {
  count: number;
  /** Part of each secret; another one is a change of all. */
  secret: string;
}

/** The connections of every comparison: test credentials and the flag, inline. */
const program = (imported: string): string => `
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { OrganizationCustomerConnection } from "${imported}";

const { count, secret } = JSON.parse(readFileSync("declared.json", "utf8"));
for (let index = 0; index < count; index++) {
  const stableKey = "many-" + String(index).padStart(4, "0");
  new OrganizationCustomerConnection(stableKey, {
    component: "twilio",
    connectionType: "apiKeySecret",
    stableKey,
    name: "Connection " + index,
    embeddedWorkflows: true,
    globalSecrets: pulumi.secret({ apiSecret: "global-" + secret + "-" + index }),
    testCredentials: {
      values: { accountSid: "AC" + index },
      secrets: pulumi.secret({ apiKey: "SK-" + index }),
    },
  });
}
`;

const ours: Side = { program: program("pulumi-prismatic") };
const nothing: Side = { program: program("pulumi-prismatic"), provider: join(peers, "nothing") };

/** The sides that run in Pulumi. */
export const SIDES = {
  ours,
  textbook: {
    program: program("./connection.ts"),
    files: { "connection.ts": readFileSync(join(peers, "textbook.ts"), "utf8") },
  },
  nothing,
  nothingStoresArguments: { ...nothing, env: { NOTHING_STORES: "arguments" } },
} satisfies Record<string, Side>;

/** The file that says what a program declares. */
export const declared = (count: number, secret = "one"): string =>
  JSON.stringify({ count, secret } satisfies Declared);

/** The same connections for the script. */
export const declaredForScript = (count: number): string =>
  JSON.stringify(
    Array.from({ length: count }, (_, index) => ({
      component: "twilio",
      connectionType: "apiKeySecret",
      stableKey: `many-${String(index).padStart(4, "0")}`,
      name: `Connection ${index}`,
      globalSecrets: { apiSecret: `global-one-${index}` },
      testCredentials: { accountSid: `AC${index}`, apiKey: `SK-${index}` },
    })),
  );
