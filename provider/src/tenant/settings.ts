import { z } from "zod";
import { isLoopback, normalUrl } from "./address.ts";
import { ConfigurationError } from "./errors.ts";
import { EXPLICIT, nameOf, TENANT_NAME, VARIABLES, type Origins } from "./origins.ts";
import { ownValue } from "./ownValue.ts";

/** Configuration of a tenant session. */
export interface Settings extends Origins {
  /** Address of the stack that the tenant lives in, without a path: `https://app.eu-west-1.prismatic.io`. */
  url: string;
  tenantId?: string | undefined;
  organizationId?: string | undefined;
  refreshToken?: string | undefined;
  accessToken?: string | undefined;
  /** Requests a second, 1 to 1000. */
  requestsPerSecond: number;
  /** Operations joined in one request, 1 to 100. */
  batchSize: number;
  /** Seconds to wait until an answer begins, 1 to 600; it has to be complete within twice that. */
  timeoutSeconds: number;
  /** Seconds to wait in a row where the tenant limits the rate of requests, 0 to 86400. */
  rateLimitWaitSeconds: number;
  /** Lets a create take over any connection that already has the stable key. */
  adoptExisting: boolean;
  /** Lets an update or a delete undo what others changed since the state was written. */
  overwriteDrift: boolean;
}

const wholeNumber = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d+$/, "must be a whole number")
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, `must be from ${minimum} to ${maximum}`);

const flag = z.enum(["true", "false"], "must be true or false").transform((value) => value === "true");

const configuration = z.object({
  url: z.string(),
  tenantId: z.uuid("must be a tenant's id (a UUID), as `prism me` prints it").optional(),
  organizationId: z.string().optional(),
  refreshToken: z.string().optional(),
  accessToken: z.string().optional(),
  requestsPerSecond: wholeNumber(1, 1000).default(20),
  batchSize: wholeNumber(1, 100).default(25),
  timeoutSeconds: wholeNumber(1, 600).default(30),
  rateLimitWaitSeconds: wholeNumber(0, 86_400).default(300),
  adoptExisting: flag.default(false),
  overwriteDrift: flag.default(false),
});

const settingNames = Object.keys(configuration.shape) as (keyof typeof configuration.shape)[];

interface EnvironmentCredentials {
  url: string;
  tenantId?: string;
  refreshToken?: string;
  accessToken?: string;
}

/**
 * Joins the configuration of a stack, or of a `Tenant`, with the environment.
 *
 * The environment (`PRISMATIC_URL`, `PRISMATIC_TENANT_ID` and `PRISM_REFRESH_TOKEN` or `PRISM_ACCESS_TOKEN`)
 * counts only as a complete set: where the stack configures no credentials, or where it names the
 * stack's own address and tenant; then its token wins, because `pulumi refresh` and `pulumi destroy` otherwise
 * use the token that the state remembers. A set with a refresh token is complete without a tenant: the stack names it, or
 * the token reaches only one. A `Tenant` has a token of its own: only a set that names both its address and its tenant
 * replaces it. White space around a value does not count.
 *
 * @throws ConfigurationError that names the key and what to type.
 */
export function resolveSettings(
  read: (name: string) => string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Settings {
  const declaredBy = read(EXPLICIT) === undefined ? undefined : { name: read(TENANT_NAME) };
  const stack = trimmed(settingNames, read);
  const variables = trimmed(Object.values(VARIABLES), (name) => ownValue(environment, name));
  const used = declaredBy ? ofTenant(stack, variables, declaredBy) : ofStack(stack, variables);
  const names = Object.keys(VARIABLES) as (keyof typeof VARIABLES)[];
  const fromEnvironment = names.filter((name) => used[name] !== undefined && variables[VARIABLES[name]]);
  const origins: Origins = {
    ...(declaredBy && { declaredBy }),
    ...(fromEnvironment.length > 0 && { fromEnvironment }),
  };
  const origin = (key: PropertyKey | undefined) => nameOf(String(key), origins);
  const parsed = configuration.safeParse({ ...stack, ...used });
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigurationError(`${origin(issue?.path[0])} ${issue?.message}. Nothing was sent.`);
  }
  const { refreshToken, accessToken, url } = parsed.data;
  checkToken(origin("refreshToken"), refreshToken);
  checkToken(origin("accessToken"), accessToken);
  const requestsPerSecond = sharedRate(parsed.data.requestsPerSecond, ownValue(environment, REQUEST_SHARE));
  return { ...parsed.data, ...origins, requestsPerSecond, url: checkedUrl(origin("url"), url) };
}

/** Variable with the part of the rate of requests that this process may use, in percent; a rollout sets it. */
const REQUEST_SHARE = "PRISMATIC_REQUEST_SHARE";

/** The rate that is left by a share in percent, at least 1; another text than a whole number from 1 to 100 is no share. */
function sharedRate(requestsPerSecond: number, share: string | undefined): number {
  if (share === undefined || !/^(100|[1-9]\d?)$/.test(share)) return requestsPerSecond;
  return Math.max(1, Math.floor((requestsPerSecond * Number(share)) / 100));
}

/** The values that are there, without white space around them: those of zero width included, which nobody sees. */
function trimmed<Name extends string>(
  names: readonly Name[],
  read: (name: Name) => string | undefined,
): Partial<Record<Name, string>> {
  const around = /^[\s\u200B-\u200D\u2060]+|[\s\u200B-\u200D\u2060]+$/gu;
  const values = names.map((name) => [name, read(name)?.replace(around, "")] as const);
  return Object.fromEntries(values.filter(([, value]) => value)) as Partial<Record<Name, string>>;
}

/** @throws ConfigurationError where a token cannot be a header's value; the token is not shown */
function checkToken(origin: string, token: string | undefined): void {
  if (token === undefined || /^[\x21-\x7E]+$/.test(token)) return;
  const found = /\s/u.test(token)
    ? "white space within it"
    : /\p{Cc}/u.test(token)
      ? "a control character"
      : "a character outside of ASCII";
  throw new ConfigurationError(
    `${origin} has ${found}, which no token has, so nothing was sent. Copy the token again, whole and by itself: ` +
      "prism me:token --type refresh prints it",
  );
}

type Variables = Partial<Record<(typeof VARIABLES)[keyof typeof VARIABLES], string>>;

type Stack = Partial<Record<keyof typeof configuration.shape, string>>;

/** Values of the environment that take the place of configured ones. */
type Used = Partial<EnvironmentCredentials>;

function environmentCredentials(
  environment: Variables,
  tenantOfStack: string | undefined,
): EnvironmentCredentials | undefined {
  const url = environment.PRISMATIC_URL;
  const tenantId = environment.PRISMATIC_TENANT_ID || tenantOfStack;
  const refreshToken = environment.PRISM_REFRESH_TOKEN;
  // Nothing tells whose access token it is where no tenant is named, and only a refresh token reaches several.
  const accessToken = tenantId ? environment.PRISM_ACCESS_TOKEN : undefined;
  if (!url || !(refreshToken || accessToken)) return undefined;
  return {
    url,
    ...(tenantId ? { tenantId } : {}),
    ...(refreshToken ? { refreshToken } : {}),
    ...(accessToken ? { accessToken } : {}),
  };
}

/** The values of the environment that count for a `Tenant`: none that another `Tenant` might mean. */
function ofTenant(own: Stack, environment: Variables, origin: { name: string | undefined }): Used {
  const complete = environment.PRISMATIC_TENANT_ID
    ? environmentCredentials(environment, undefined)
    : undefined;
  if (complete !== undefined && isSame(own, complete)) return replacing(complete);
  if (own.url !== undefined && (own.refreshToken ?? own.accessToken) !== undefined) return {};
  const empty = own.url === undefined ? "url" : "refreshToken (or accessToken)";
  throw new ConfigurationError(`${nameOf(empty, { declaredBy: origin })} is empty, so nothing was sent.`);
}

function ofStack(stack: Stack, environment: Variables): Used {
  const complete = environmentCredentials(environment, stack.tenantId);
  const stackHasToken = stack.refreshToken !== undefined || stack.accessToken !== undefined;
  if (complete === undefined) {
    if (stackHasToken && stack.url !== undefined) return {};
    throw new ConfigurationError(missingCredentials(stackHasToken, environment));
  }
  if (isSame(stack, complete)) return replacing(complete);
  if (stackHasToken) {
    if (stack.url !== undefined) return {};
    throw new ConfigurationError(missingCredentials(true, {}));
  }
  const disagreement = disagreeingKey(stack, complete);
  if (disagreement) {
    throw new ConfigurationError(
      `The stack and the environment name different tenants: ${disagreement}. Nothing was sent. ` +
        "Unset PRISMATIC_URL, PRISMATIC_TENANT_ID and the PRISM_*_TOKEN variables, or make them name the stack's tenant.",
    );
  }
  return { ...complete };
}

function isSame(stack: Stack, environment: EnvironmentCredentials): boolean {
  return sameUrl(stack.url, environment.url) && sameTenant(stack.tenantId, environment.tenantId);
}

/** The environment's values in place of both tokens. */
function replacing(complete: EnvironmentCredentials): Used {
  return { refreshToken: undefined, accessToken: undefined, ...complete };
}

function disagreeingKey(stack: Stack, complete: EnvironmentCredentials): string | undefined {
  if (stack.url !== undefined && !sameUrl(stack.url, complete.url)) {
    return `prismatic:url is ${shownUrl(stack.url)}, PRISMATIC_URL is ${shownUrl(complete.url)}`;
  }
  if (stack.tenantId !== undefined && !sameTenant(stack.tenantId, complete.tenantId)) {
    return `prismatic:tenantId is ${shownId(stack.tenantId)}, PRISMATIC_TENANT_ID is ${shownId(complete.tenantId)}`;
  }
  return undefined;
}

function missingCredentials(stackHasToken: boolean, environment: Variables): string {
  if (stackHasToken) {
    return (
      "prismatic:url is not set, so nothing was sent. Type, for example: " +
      "pulumi config set prismatic:url https://app.prismatic.io"
    );
  }
  const { PRISMATIC_URL, PRISMATIC_TENANT_ID, PRISM_REFRESH_TOKEN, PRISM_ACCESS_TOKEN } = environment;
  const missing = [
    ...(PRISMATIC_URL ? [] : ["PRISMATIC_URL"]),
    ...(PRISM_ACCESS_TOKEN && !PRISM_REFRESH_TOKEN && !PRISMATIC_TENANT_ID ? ["PRISMATIC_TENANT_ID"] : []),
    ...(PRISM_REFRESH_TOKEN || PRISM_ACCESS_TOKEN ? [] : ["PRISM_REFRESH_TOKEN (or PRISM_ACCESS_TOKEN)"]),
  ];
  const partial =
    PRISMATIC_URL || PRISMATIC_TENANT_ID || PRISM_REFRESH_TOKEN || PRISM_ACCESS_TOKEN
      ? ` The environment counts only as a complete set and lacks ${missing.join(" and ")}.`
      : "";
  return (
    `No credentials for the tenant are configured, so nothing was sent.${partial} Type: ` +
    "pulumi config set prismatic:url https://app.prismatic.io && " +
    "pulumi config set --secret prismatic:refreshToken, which asks for the value (prism me:token --type refresh prints it)"
  );
}

function sameUrl(one: string | undefined, other: string): boolean {
  return one !== undefined && normalUrl(one) === normalUrl(other);
}

function sameTenant(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && one.toLowerCase() === other?.toLowerCase();
}

/** An address in a message: without user, path and parameters, and nothing of what is no address. */
function shownUrl(url: string): string {
  const parsed = URL.parse(url);
  return parsed && /^https?:$/.test(parsed.protocol) ? parsed.origin : "no address";
}

function shownId(id: string | undefined): string {
  return id === undefined || z.uuid().safeParse(id).success ? String(id) : "no tenant's id";
}

function checkedUrl(origin: string, url: string): string {
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) {
    throw new ConfigurationError(
      `${origin} is not an address that begins with https://. It is not shown, for it may be a token in a wrong place. ` +
        "Expected, for example: https://app.prismatic.io",
    );
  }
  if (parsed.username || parsed.password || parsed.search || parsed.hash || parsed.pathname !== "/") {
    throw new ConfigurationError(
      `${origin} must hold nothing but scheme, host and port. Expected: ${parsed.protocol}//${parsed.host}`,
    );
  }
  if (parsed.protocol === "http:" && !isLoopback(parsed)) {
    throw new ConfigurationError(
      `${origin} must be https, or the token would travel in the clear: https://${parsed.host}`,
    );
  }
  return parsed.origin;
}
