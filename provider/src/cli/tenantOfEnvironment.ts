import { ConfigurationError } from "../tenant/errors.ts";
import { VARIABLES } from "../tenant/origins.ts";
import { ownValue } from "../tenant/ownValue.ts";
import { resolveSettings, type Settings } from "../tenant/settings.ts";

/** The address that `prism` takes where nothing names another. */
const DEFAULT_URL = "https://app.prismatic.io";

/**
 * Finds a tenant that no stack names, as `prism` does: by its variables of the environment. Tokens come from there alone,
 * because a command's arguments are seen by everybody on the machine.
 *
 * @param flags take the place of `PRISMATIC_URL` and `PRISMATIC_TENANT_ID`
 * @throws ConfigurationError that names what is missing or wrong
 */
export function tenantOfEnvironment(
  flags: { url?: string | undefined; tenantId?: string | undefined },
  environment: Readonly<Record<string, string | undefined>>,
): Settings {
  const variable = (name: keyof typeof VARIABLES) =>
    ownValue(environment, VARIABLES[name])?.trim() || undefined;
  const url = flags.url ?? variable("url") ?? DEFAULT_URL;
  const tenantId = flags.tenantId ?? variable("tenantId");
  const refreshToken = variable("refreshToken");
  const accessToken = variable("accessToken");
  if (refreshToken === undefined && accessToken === undefined) {
    throw new ConfigurationError(
      `Neither ${VARIABLES.refreshToken} nor ${VARIABLES.accessToken} is set, so nothing was sent to ${url}. Set one of them ` +
        "to the token that prism me:token --type refresh, or prism me:token, prints; or name a stack that has one: --stack",
    );
  }
  if (refreshToken === undefined && tenantId === undefined) {
    throw new ConfigurationError(
      `${VARIABLES.accessToken} does not tell whose token it is, so nothing was sent. Name the tenant as well, by ` +
        `--tenant-id or ${VARIABLES.tenantId}: prism me prints its id.`,
    );
  }
  return resolveSettings(() => undefined, {
    [VARIABLES.url]: url,
    [VARIABLES.tenantId]: tenantId,
    [VARIABLES.refreshToken]: refreshToken,
    [VARIABLES.accessToken]: accessToken,
  });
}
