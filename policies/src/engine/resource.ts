import { isGiven, knownText, unguarded, type Properties } from "./properties.ts";

const TYPE_PREFIX = "pulumi-nodejs:dynamic/prismatic:";
const EXPLICIT_PROVIDER = "prismatic:explicit";

/** A tenant as a resource's provider names it. It never holds a token. */
export interface TenantOfResource {
  /** Tells tenants apart: the address and id where both are known, else the provider. */
  identity: string;
  /** Name of the explicit `Tenant`, or undefined for the tenant of the stack's configuration. */
  name: string | undefined;
  tenantId: string | undefined;
  /** Whether a tenant or an organization is named, even one that the preview does not know yet. */
  pinned: boolean;
}

/** A resource of `pulumi-prismatic` as policies see it. */
export interface ResourceView {
  urn: string;
  name: string;
  /** Name of the class, such as `CustomerConnection`. */
  type: string;
  /** Name of the stack, without organization and project. */
  stack: string;
  project: string;
  protect: boolean;
  tenant: TenantOfResource;
  /** Inputs, or outputs where the whole stack is looked at. Secrets are in the clear: never in a message. */
  properties: Properties;
}

/** A resource as the engine hands it to a pack, as far as policies look at it. */
export interface EngineResource {
  readonly type: string;
  readonly urn: string;
  readonly name: string;
  readonly props: object;
  readonly opts: { readonly protect: boolean };
  readonly provider?: { readonly urn: string; readonly name: string; readonly props: object } | undefined;
}

/** A view of one of our resources; undefined for any other. */
export function viewOf(resource: EngineResource): ResourceView | undefined {
  if (!resource.type.startsWith(TYPE_PREFIX)) return undefined;
  let properties: Properties | undefined;
  let tenant: TenantOfResource | undefined;
  return {
    urn: resource.urn,
    name: resource.name,
    type: resource.type.slice(TYPE_PREFIX.length),
    ...placeOf(resource.urn),
    // Most policies read one of these at most.
    get protect() {
      return resource.opts.protect;
    },
    get tenant() {
      return (tenant ??= tenantOf(resource.provider));
    },
    get properties() {
      return (properties ??= unguarded(resource.props));
    },
  };
}

/** The stack and the project of a resource. */
export function placeOf(urn: string): { stack: string; project: string } {
  const [, stack = "", project = ""] = /^urn:pulumi:(.*?)::(.*?)::/.exec(urn) ?? [];
  return { stack, project };
}

/**
 * Whether the run leaves this resource out, as with `--target`: Pulumi shows a resource that it would create
 * otherwise without any properties. One that exists already is shown as it is.
 */
export function isLeftOut({ properties }: ResourceView): boolean {
  return Object.keys(properties).length === 0;
}

/** How messages name a resource: `CustomerConnection "slack"`. */
export function titleOf({ type, name }: Pick<ResourceView, "type" | "name">): string {
  return `${type} "${name}"`;
}

/** The provider of a stack has the stack's whole configuration as its properties, a `Tenant` its own. */
function tenantOf(provider: EngineResource["provider"]): TenantOfResource {
  const settings = provider ? unguarded(provider.props) : {};
  const url = knownText(settings["prismatic:url"])?.replace(/\/+$/, "");
  const tenantId = knownText(settings["prismatic:tenantId"]);
  return {
    identity: url && tenantId ? `${url} ${tenantId.toLowerCase()}` : (provider?.urn ?? "default"),
    name: isGiven(settings[EXPLICIT_PROVIDER]) ? provider?.name : undefined,
    tenantId,
    pinned: isGiven(settings["prismatic:tenantId"]) || isGiven(settings["prismatic:organizationId"]),
  };
}
