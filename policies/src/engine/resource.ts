import { EXPLICIT, TYPE_PREFIX } from "pulumi-prismatic/vocabulary";
import { isGiven, knownText, unguarded, type Properties } from "./properties.ts";

/** A tenant as a resource's provider names it. It never holds a token. */
export interface TenantOfResource {
  /** Tells tenants apart: the address and id if both are known, else the provider. */
  identity: string;
  /** Name of the explicit `Tenant`, or undefined for the tenant of the stack's configuration. */
  name: string | undefined;
  tenantId: string | undefined;
  /** True if a tenant or an organization is named, even one that the preview does not know yet. */
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
  /** Inputs, or outputs if the whole stack is looked at. Secrets are in the clear: never in a message. */
  properties: Properties;
}

/** A resource as Pulumi hands it to a policy, as far as policies look at it. */
export interface HandedResource {
  readonly type: string;
  readonly urn: string;
  readonly name: string;
  readonly props: object;
  readonly opts: { readonly protect: boolean };
  readonly provider?: { readonly urn: string; readonly name: string; readonly props: object } | undefined;
}

/** The class that declares resources of this type; undefined for resources of other packages. */
export function classOf(type: string): string | undefined {
  return type.startsWith(TYPE_PREFIX) ? type.slice(TYPE_PREFIX.length) : undefined;
}

/** A view of one of our resources; undefined for any other. */
export function viewOf(resource: HandedResource): ResourceView | undefined {
  const type = classOf(resource.type);
  if (type === undefined) return undefined;
  let properties: Properties | undefined;
  let tenant: TenantOfResource | undefined;
  return {
    urn: resource.urn,
    name: resource.name,
    type,
    ...placeOf(resource.urn),
    protect: resource.opts.protect,
    get tenant() {
      return (tenant ??= tenantOf(resource.provider));
    },
    get properties() {
      return (properties ??= unguarded(resource.props));
    },
  };
}

/** Views that the policies of a pack share. `asking` is the policy that Pulumi asks. */
export interface SharedViews {
  ofResource(asking: object, resource: HandedResource): ResourceView | undefined;
  /** The views of those resources that are ours. */
  ofStack(asking: object, resources: readonly HandedResource[]): readonly ResourceView[];
}

/**
 * Takes each resource apart once for all policies of a pack, although Pulumi hands each policy a copy of its own. It
 * asks the policies one after another, each of them once: one that is asked again is asked about what came since.
 */
export function sharedViews(): SharedViews {
  return {
    ofResource: shared((one, other) => one.urn === other.urn, viewOf),
    ofStack: shared(
      (ones, others) => ones.length === others.length && ones.every(({ urn }, at) => urn === others[at]?.urn),
      (resources) => resources.flatMap((resource) => viewOf(resource) ?? []),
    ),
  };
}

function shared<Handed, View>(
  isSame: (one: Handed, other: Handed) => boolean,
  takenApart: (handed: Handed) => View,
): (asking: object, handed: Handed) => View {
  let last: { handed: Handed; view: View; asked: Set<object> } | undefined;
  return (asking, handed) => {
    if (last === undefined || last.asked.has(asking) || !isSame(last.handed, handed))
      last = { handed, view: takenApart(handed), asked: new Set() };
    last.asked.add(asking);
    return last.view;
  };
}

/** The stack and the project of a resource. */
export function placeOf(urn: string): { stack: string; project: string } {
  const [, stack = "", project = ""] = /^urn:pulumi:(.*?)::(.*?)::/.exec(urn) ?? [];
  return { stack, project };
}

/**
 * Tells a resource that the run leaves out, as with `--target`: Pulumi shows a resource that it would create otherwise
 * without any properties. One that exists already is shown as it is.
 */
export function isLeftOut({ properties }: ResourceView): boolean {
  return Object.keys(properties).length === 0;
}

/** A resource's name in messages: `CustomerConnection "slack"`. */
export function titleOf({ type, name }: Pick<ResourceView, "type" | "name">): string {
  return `${type} "${name}"`;
}

/** The provider of a stack has the stack's whole configuration as its properties, a `Tenant` its own. */
function tenantOf(provider: HandedResource["provider"]): TenantOfResource {
  const settings = provider ? unguarded(provider.props) : {};
  const url = knownText(settings["prismatic:url"])?.replace(/\/+$/, "");
  const tenantId = knownText(settings["prismatic:tenantId"]);
  return {
    identity: url && tenantId ? `${url} ${tenantId.toLowerCase()}` : (provider?.urn ?? "default"),
    name: isGiven(settings[EXPLICIT]) ? provider?.name : undefined,
    tenantId,
    pinned: isGiven(settings["prismatic:tenantId"]) || isGiven(settings["prismatic:organizationId"]),
  };
}
