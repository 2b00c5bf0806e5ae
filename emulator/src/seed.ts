import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { z } from "zod";
import { dataFile } from "./catalogData.ts";
import { roleNames } from "./roles.ts";

const inputSeed = z.strictObject({
  value: z.string(),
  meta: z
    .looseObject({ managedBy: z.enum(["org", "customer"]), inputScope: z.enum(["org", "customer"]) })
    .optional(),
});

const inputsSeed = z.record(z.string(), z.union([z.string(), inputSeed])).default({});
const statusSeed = z.enum(["ACTIVE", "ERROR", "FAILED", "PENDING"]);

const connectionSeed = z
  .strictObject({
    stableKey: z.string().min(1),
    name: z.string().min(1),
    description: z.string().optional(),
    component: z.string().optional(),
    /** Only needed where a public and a private component have the same key. */
    public: z.boolean().optional(),
    connectionType: z.string().optional(),
    variableScope: z.enum(["customer", "org", "user"]),
    managedBy: z.enum(["customer", "org", "system", "user"]),
    inputs: inputsSeed,
    defaultForComponent: z.boolean().default(false),
    status: statusSeed.nullable().optional(),
    /** External id of the customer that owns it. */
    customer: z.string().optional(),
    /** Stable key of the container: a user connection, or a build-only one. */
    parent: z.string().optional(),
    /** Email of the person whose own credentials it holds. */
    user: z.string().optional(),
  })
  .superRefine(({ variableScope, managedBy, parent, user }, context) => {
    const refuse = (message: string): void => context.addIssue({ code: "custom", message });
    if (managedBy === "system" && parent !== undefined)
      refuse("only the container of a build-only connection is managed by the system");
    if ((managedBy === "user") !== (user !== undefined))
      refuse("managedBy user and the email of a user belong together");
    if (managedBy === "user" && (variableScope !== "user" || parent === undefined))
      refuse("a person's own credentials are of the scope user and have a parent");
    if (variableScope !== "customer" && managedBy === "customer")
      refuse(`a connection of the scope ${variableScope} is not managed by the customer`);
  });

const credentialsSeed = z.strictObject({
  /** Stable key of the connection. */
  connection: z.string(),
  /** External id; left out for test credentials. */
  customer: z.string().optional(),
  isTest: z.boolean().default(false),
  name: z.string().optional(),
  inputs: inputsSeed,
  status: statusSeed.optional(),
});

const integrationSeed = z
  .strictObject({
    name: z.string().optional(),
    definition: z.string().optional(),
    /** Relative to the seed file. */
    definitionFile: z.string().optional(),
    /** The number of published versions of the definition. */
    versions: z.number().int().nonnegative().default(1),
  })
  .refine((seed) => (seed.definition === undefined) !== (seed.definitionFile === undefined), {
    message: "needs exactly one of definition and definitionFile",
  });

const instanceSeed = z.strictObject({
  name: z.string(),
  /** External id. */
  customer: z.string(),
  /** Name of the integration. */
  integration: z.string(),
  /** Left out: a deployed one is. */
  enabled: z.boolean().optional(),
  deployed: z.boolean().default(true),
  /** Values by the keys of config variables. */
  configVariables: z.record(z.string(), z.string()).default({}),
});

const tenantSeed = z.strictObject({
  name: z.string().min(1),
  id: z.uuid().optional(),
  suspended: z.boolean().default(false),
  allowUserLevelConfig: z.boolean().default(true),
  /** The parts of the plan that let customers build for themselves. */
  allowEmbeddedDesigner: z.boolean().default(true),
  allowEmbeddedWorkflowBuilder: z.boolean().default(true),
  customers: z
    .array(
      z.strictObject({
        externalId: z.string(),
        name: z.string(),
        description: z.string().default(""),
        allowEmbeddedDesigner: z.boolean().default(false),
      }),
    )
    .default([]),
  connections: z.array(connectionSeed).default([]),
  credentials: z.array(credentialsSeed).default([]),
  integrations: z.array(integrationSeed).default([]),
  instances: z.array(instanceSeed).default([]),
  workflows: z.array(z.strictObject({ name: z.string(), stableKeys: z.array(z.string()) })).default([]),
});

const personSeed = z.strictObject({
  name: z.string(),
  email: z.string(),
  refreshToken: z.string().min(1).optional(),
  role: z.enum(roleNames).default("Owner"),
  /** Names of the tenants that the person reaches, the first being the default. */
  tenants: z.array(z.string()).min(1),
});

const stackSeed = z
  .strictObject({
    name: z.string().regex(/^[a-z][a-z0-9-]*$/),
    tenants: z.array(tenantSeed).min(1),
    /** Left out: one person for each tenant. */
    people: z.array(personSeed).optional(),
  })
  .superRefine((stack, context) => {
    const names = new Set(stack.tenants.map(({ name }) => name));
    if (names.size < stack.tenants.length)
      context.addIssue({ code: "custom", message: "tenant names must differ" });
    stack.people?.forEach((person, index) => {
      const unknown = person.tenants.find((name) => !names.has(name));
      if (unknown === undefined) return;
      const path = ["people", index, "tenants"];
      context.addIssue({ code: "custom", path, message: `there is no tenant "${unknown}"` });
    });
    for (const name of names) {
      if (!stack.people || stack.people.some((person) => person.tenants.includes(name))) continue;
      context.addIssue({
        code: "custom",
        path: ["people"],
        message: `no person reaches the tenant "${name}"`,
      });
    }
  });

const seedSchema = z
  .strictObject({ stacks: z.array(stackSeed).min(1) })
  .refine(({ stacks }) => new Set(stacks.map(({ name }) => name)).size === stacks.length, {
    path: ["stacks"],
    message: "stack names must differ",
  });

/** The content of a new data folder, as it is written. */
export type Seed = z.input<typeof seedSchema>;
/** A seed with everything optional filled in. */
export type CheckedSeed = z.output<typeof seedSchema>;
/** One stack of a seed. */
export type StackSeed = CheckedSeed["stacks"][number];
/** One tenant of a seed. */
export type TenantSeed = StackSeed["tenants"][number];

/** Checks a seed, and names each problem with its path. */
export function checkSeed(seed: unknown, origin: string): CheckedSeed {
  const parsed = seedSchema.safeParse(seed);
  if (!parsed.success) throw new Error(`Bad seed ${origin}:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** The seed of a folder that is started without one: two stacks, a tenant each. */
export const defaultSeed = (): CheckedSeed =>
  checkSeed(JSON.parse(dataFile("default-seed.json")), "default-seed.json");

/** Reads a seed from a JSON file, with the definitions that it refers to. */
export function readSeedFile(path: string): CheckedSeed {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new Error(
      `Cannot read the seed ${path}: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        cause,
      },
    );
  }
  const seed = checkSeed(content, path);
  for (const integration of seed.stacks
    .flatMap(({ tenants }) => tenants)
    .flatMap(({ integrations }) => integrations)) {
    if (integration.definitionFile === undefined) continue;
    integration.definition = readFileSync(resolve(dirname(path), integration.definitionFile), "utf8");
    delete integration.definitionFile;
  }
  return seed;
}
