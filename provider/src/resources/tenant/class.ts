import {
  output,
  ProviderResource,
  secret,
  type CustomResourceOptions,
  type Input,
  type Inputs,
  type Output,
  type ResourceOptions,
} from "@pulumi/pulumi";
import { EXPLICIT, NAME } from "../../dynamic/constant.ts";
import { normalUrl } from "../../tenant/address.ts";
import { EXPLICIT as EXPLICIT_KEY, TENANT_NAME } from "../../tenant/origins.ts";

/** Address and access of a {@link Tenant}; everything that the stack's `prismatic:` configuration can say. */
export interface TenantArgs {
  /**
   * Address of the stack that the tenant lives in, without a path: `https://app.eu-west-1.prismatic.io`. That of another
   * tenant replaces all resources of this one.
   */
  url: Input<string>;
  /**
   * The tenant's id, as `prism me` prints it. A token for another tenant is refused before the first write. That of another
   * tenant replaces all resources of this one.
   */
  tenantId?: Input<string> | undefined;
  /** The organization's id; like `tenantId`, it refuses a token of another organization. */
  organizationId?: Input<string> | undefined;
  /** A person's refresh token (`prism me:token --type refresh`), secret. This or `accessToken` is needed. */
  refreshToken?: Input<string> | undefined;
  /** An access token, secret, which works for a week at most. */
  accessToken?: Input<string> | undefined;
  /** Requests a second, 1 to 1000; 20 where it is left out. */
  requestsPerSecond?: Input<number> | undefined;
  /** Changes joined in one request, 1 to 100; 25 where it is left out. */
  batchSize?: Input<number> | undefined;
  /** Seconds to wait until an answer begins, 1 to 600, and twice that until it is complete; 30 where it is left out. */
  timeoutSeconds?: Input<number> | undefined;
  /** Seconds to wait in a row where the tenant limits the rate of requests (HTTP 429), 0 to 86400; 300 where it is left out. */
  rateLimitWaitSeconds?: Input<number> | undefined;
  /** True where a resource may take over a connection that already has its stable key; false where it is left out. */
  adoptExisting?: Input<boolean> | undefined;
  /**
   * True where an update or a delete may undo what others changed in the tenant since the state was written; false where it
   * is left out.
   */
  overwriteDrift?: Input<boolean> | undefined;
}

/** Settings that Pulumi hands to the provider's process: texts, by configuration key without its namespace. */
export type TenantSettings = Record<string, string>;

const SECRET_ARGUMENTS: readonly string[] = ["refreshToken", "accessToken"];

/** Key of a tenant's declaration for lookups; a registered symbol, as in `program/references.ts`. */
const DECLARED: unique symbol = Symbol.for("pulumi-prismatic/tenant");

/**
 * One tenant of several that a single program manages. Resources choose it with the `provider` option; those without it
 * belong to the tenant of the stack's configuration.
 *
 * ```ts
 * const eu = new Tenant("eu", {
 *   url: "https://app.eu-west-1.prismatic.io",
 *   tenantId: "b4dd7ae6-0f5b-4cb6-9d4e-3b1e3c1d6a0f",
 *   refreshToken: config.requireSecret("euRefreshToken"),
 * });
 * new CustomerConnection(
 *   "todoist-eu",
 *   { component: "todoist", stableKey: "todoist-customer", name: "Todoist" },
 *   { provider: eu },
 * );
 * ```
 *
 * Tokens become secrets by themselves. Each tenant has a process of its own, which the stack's `prismatic:` configuration
 * does not reach. The environment supplies the token where it names the `url` and the `tenantId` of this tenant
 * (`PRISMATIC_URL`, `PRISMATIC_TENANT_ID`, and `PRISM_REFRESH_TOKEN` or `PRISM_ACCESS_TOKEN`). A new token is an update of
 * the tenant and touches no resource. A resource whose `provider` becomes a `Tenant` of another tenant is replaced: it is created
 * there, and deleted where it was. So are all resources of a `Tenant` whose `url` or `tenantId` changes. Limits: `pulumi
 * refresh` and `pulumi destroy` use the token of the last `pulumi up`, unless they are given `--run-program`, and so do the
 * deletes of a tenant that the program no longer has. After a token has died: give a new one, run `pulumi up`, and only
 * then remove.
 *
 * @remarks
 * **Another tenant.** The state of every object names the tenant that it lives in (`tenant`: `<id> at <url>`), and nothing is
 * read, changed or deleted in another one: what that lacks is not gone.
 *
 * | what changes                                                           | what happens                                                                                           |
 * | ---------------------------------------------------------------------- | ------------------------------------------------------------------------------------------------------ |
 * | `provider`, or a `Tenant`'s own `url` or `tenantId`, to another tenant | the resources are replaced: created there, then deleted where they were, with the old `Tenant`         |
 * | the same, to the same tenant by another name or address                | nothing; without a request where `url` is the same                                                     |
 * | the stack's `url` or `tenantId`                                        | the plan is refused and names both tenants and the ways on                                             |
 * | only the token, to one of another tenant                               | a write and a refresh are refused; give `tenantId`, so that a preview without a change sees it as well |
 * | from a `Tenant` to the stack's other tenant                            | refused: pass a `Tenant` for that one instead                                                          |
 *
 * A state of an earlier version learns its tenant at the next write or refresh. Customers' saved credentials, and everything
 * that people entered, do not move along with a replaced object.
 *
 * @errors
 * - `has no token. Give it refreshToken`: supply `refreshToken` or `accessToken`, from the stack's secrets.
 *
 * @throws Error where neither `refreshToken` nor `accessToken` is given
 */
export class Tenant extends ProviderResource {
  static readonly __pulumiType = "pulumi:providers:pulumi-nodejs";

  constructor(name: string, args: TenantArgs, options?: ResourceOptions) {
    const given = Object.entries(args).filter(([, value]) => value !== undefined && value !== null);
    if (!given.some(([argument]) => SECRET_ARGUMENTS.includes(argument))) {
      throw new Error(
        `Tenant "${name}" has no token. Give it refreshToken: config.requireSecret("..."), or accessToken.`,
      );
    }
    const values = Object.fromEntries(
      given.map(([argument, value]) => {
        const text = output(value as Input<string | number | boolean>).apply(String);
        return [argument, SECRET_ARGUMENTS.includes(argument) ? secret(text) : text];
      }),
    );
    const settings = Object.entries(values).map(
      ([argument, value]) => [`prismatic:${argument}`, value] as const,
    );
    const properties: Inputs = {
      [EXPLICIT]: "true",
      [NAME]: name,
      ...Object.fromEntries<Input<string>>(settings),
    };
    super("pulumi-nodejs", name, properties, withoutNewName(replacedWithTenant(args, options)));
    Object.defineProperty(this, DECLARED, {
      value: { name, settings: output({ ...values, [EXPLICIT_KEY]: "true", [TENANT_NAME]: name }) },
    });
  }
}

/**
 * Options by which the name is no difference: the states of earlier versions lack it, and a new one, with an alias, changes
 * nothing.
 */
function withoutNewName(options: ResourceOptions): CustomResourceOptions {
  return { ...options, ignoreChanges: [...(options.ignoreChanges ?? []), `["${NAME}"]`] };
}

/**
 * Options by which Pulumi replaces a `Tenant` that names another tenant than before. The old one then stays as it was
 * until its objects are deleted; updated in place, it would look for them in the new tenant.
 */
function replacedWithTenant({ url, tenantId }: TenantArgs, options: ResourceOptions = {}): ResourceOptions {
  const named = output({ url, tenantId }).apply(
    (tenant) => `${normalUrl(tenant.url)} ${tenant.tenantId?.toLowerCase() ?? ""}`,
  );
  const replacementTrigger: unknown = options.replacementTrigger;
  return {
    ...options,
    replacementTrigger: replacementTrigger === undefined ? named : [named, replacementTrigger],
  };
}

export interface Tenant {
  /** Declaration of the tenant for lookups. */
  readonly [DECLARED]: { name: string; settings: Output<TenantSettings> };
}

/** The settings that a tenant was declared with: secret where a token is, unknown while an argument is. */
export function settingsOf(tenant: Tenant): Output<TenantSettings> {
  return declarationOf(tenant).settings;
}

/** The name of a tenant in its program. */
export function nameOf(tenant: Tenant): string {
  return declarationOf(tenant).name;
}

function declarationOf(tenant: Tenant): Tenant[typeof DECLARED] {
  if (!(DECLARED in tenant)) throw new Error("This is not a Tenant of pulumi-prismatic.");
  return tenant[DECLARED];
}
