import type { Settings } from "./settings.ts";

/** Marks the settings of a `Tenant` among what Pulumi hands to its process, and among those of a lookup. */
export const EXPLICIT = "explicit";

/** Name of a `Tenant` in its program, beside {@link EXPLICIT}; a `Tenant` of an earlier version has none. */
export const TENANT_NAME = "name";

/** The variables of the environment that count, by key of the configuration. */
export const VARIABLES = {
  url: "PRISMATIC_URL",
  tenantId: "PRISMATIC_TENANT_ID",
  refreshToken: "PRISM_REFRESH_TOKEN",
  accessToken: "PRISM_ACCESS_TOKEN",
} as const;

/** The places that settings come from. */
export interface Origins {
  /** The `Tenant` that declares them; undefined where the stack's configuration does. */
  declaredBy?: { name: string | undefined } | undefined;
  /** The settings that the environment supplies. */
  fromEnvironment?: (keyof typeof VARIABLES)[] | undefined;
}

/** The place where a setting is to be changed: `prismatic:url`, `url of Tenant "eu"`, or a variable. */
export function nameOf(key: string, { declaredBy, fromEnvironment = [] }: Origins): string {
  const variable = fromEnvironment.find((name) => name === key);
  if (variable !== undefined) return VARIABLES[variable];
  return declaredBy === undefined ? `prismatic:${key}` : `${key} of ${describe(declaredBy)}`;
}

/** Advice about a token that the tenant refuses: how to replace it, and in which order. */
export function newToken(key: "refreshToken" | "accessToken", settings: Settings): string {
  const printing = key === "refreshToken" ? "prism me:token --type refresh" : "prism me:token";
  const { declaredBy, fromEnvironment = [], tenantId } = settings;
  if (fromEnvironment.includes(key)) return `Set ${VARIABLES[key]} to a new one, which ${printing} prints.`;
  if (declaredBy === undefined) {
    const refresh = "pulumi config set --secret prismatic:refreshToken";
    const set =
      key === "refreshToken"
        ? `Set a new one: ${printing} prints it, ${refresh} asks for it.`
        : `Set a new one (pulumi config set --secret prismatic:accessToken), or a refresh token, which lasts (${refresh}); ` +
          "either asks for the value.";
    return `${set} Then run pulumi up first: without --run-program, pulumi refresh and destroy use the token of the last one.`;
  }
  const environment =
    tenantId === undefined
      ? ""
      : ` The environment may supply it as well: ${VARIABLES.url}=${settings.url}, ${VARIABLES.tenantId}=${tenantId} and ` +
        `${VARIABLES[key]}.`;
  return (
    `In this order: give ${describe(declaredBy)} a new ${key} in the program, which ${printing} prints (and put the Tenant ` +
    "back there, if it was removed); run pulumi up; only then remove the Tenant or its resources, or run pulumi refresh or " +
    `destroy, which use the token of the last pulumi up.${environment}`
  );
}

function describe({ name }: { name: string | undefined }): string {
  return name === undefined ? "the Tenant" : `Tenant ${JSON.stringify(name)}`;
}
