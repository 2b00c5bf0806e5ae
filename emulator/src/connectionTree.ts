import type { ConnectionRecord } from "./model.ts";
import { given, type ApiRequest } from "./request.ts";
import type { Tenant } from "./tenant.ts";

type Node = Pick<ConnectionRecord, "variableScope" | "managedBy" | "parent">;

/** Tells a user connection: the node that integrations name, with each user's credentials below it. */
export const isUserContainer = ({ variableScope, parent }: Node): boolean =>
  variableScope === "USER" && parent === null;

/** Tells the node of a build-only connection that integrations cannot name; the one below it they can. */
export const isBuildOnlyContainer = ({ managedBy }: Node): boolean => managedBy === "SYSTEM";

/** Tells a node below a container, which holds credentials of its own. */
export const isLeaf = ({ parent }: Node): boolean => parent !== null;

/** Tells a connection that holds credentials: those of the organization, or those below a container. */
export const holdsCredentials = (node: Node): boolean => node.variableScope === "ORG" || isLeaf(node);

/** The place of a connection in its tree; that of one which stands alone is not documented. */
export function treeLocation(tenant: Tenant, node: Node): "ROOT" | "LEAF" | null {
  if (isLeaf(node)) return "LEAF";
  if (isUserContainer(node) || isBuildOnlyContainer(node)) return "ROOT";
  return tenant.switches["standalone-tree-location"] === "root" ? "ROOT" : null;
}

/** Tells whether a person may see a connection: other people's own credentials are hidden. */
export const isVisible = ({ person }: Pick<ApiRequest, "person">, { user }: ConnectionRecord): boolean =>
  !given(user) || user === person.id;

/** The organization's credentials for test runs of a user connection. */
export const testLeafOf = (tenant: Tenant, container: ConnectionRecord): ConnectionRecord | undefined =>
  isUserContainer(container)
    ? tenant.connections.all().find(({ parent, user }) => parent === container.id && !given(user))
    : undefined;
