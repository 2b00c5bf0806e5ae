import { isVisible } from "../connectionTree.ts";
import { found, notImplemented, recordNotFound } from "../errors.ts";
import type { ObjectType } from "../graph/objectType.ts";
import { all, byId } from "../graph/relations.ts";
import { given, type ApiRequest } from "../request.ts";
import { allRevisions, findRevision } from "../revisions.ts";
import { organizationRoles } from "../roles.ts";
import { testedIn, testInstance, testInstances } from "../testInstances.ts";
import { futureAddress } from "../uploads.ts";

interface ById {
  id: string;
}

interface MediaArguments {
  objectId: string;
  fileName: string;
  mediaType: string;
}

/** Signs the address to which a picture is uploaded; `updateIntegration` then makes it the integration's. */
function uploadMedia(
  _root: unknown,
  { stack, tenant }: ApiRequest,
  { objectId, fileName, mediaType }: MediaArguments,
): object {
  if (mediaType !== "AVATAR") throw notImplemented(`media of the type ${mediaType}`);
  if (!tenant.integrations.get(objectId)) throw recordNotFound();
  if (!fileName.toLowerCase().endsWith(".png")) {
    return { uploadUrl: null, objectUrl: null, contentType: null, error: "Only PNG files are taken." };
  }
  const target = { kind: "avatar" as const, ownerId: objectId };
  return {
    uploadUrl: stack.url + stack.uploads.sign({ ...target, tenantId: tenant.id }),
    objectUrl: futureAddress(tenant, target),
    contentType: "image/png",
    error: null,
  };
}

/** `RootQuery`: every query that the emulator answers. */
export const rootQuery: ObjectType<unknown> = {
  fields: {
    authenticatedUser: (_root, { person }) => person,
    organization: (_root, { tenant }) => tenant,
    listUserTenants: (_root, { person }) => person.tenants,
    organizationRoles: () => organizationRoles,
    users: (_root, { stack, tenant }) =>
      stack.people.all().filter(({ tenants }) => tenants.includes(tenant.id)),
    customer: byId("customers"),
    customers: all("customers"),
    component: (_root, { tenant }, { id }: ById) => found(tenant.catalog.component(id)),
    components: (_root, { tenant }) => tenant.catalog.all(),
    action: (_root, { tenant }, { id }: ById) =>
      found(tenant.catalog.actions().find((action) => action.id === id)),
    actions: (_root, { tenant: { catalog } }, { component }: { component?: string | null }) =>
      catalog.actions().filter((action) => given(component) || catalog.isLatest(action.component)),
    scopedConfigVariable: (_root, request, { id }: ById) => {
      const record = request.tenant.connections.get(id);
      return found(record && isVisible(request, record) ? record : undefined);
    },
    scopedConfigVariables: (_root, request) =>
      request.tenant.connections.all().filter((record) => isVisible(request, record)),
    customerConfigVariable: byId("credentials"),
    customerConfigVariables: all("credentials"),
    integration: (_root, { tenant }, { id }: ById) => found(findRevision(tenant, id)),
    integrations: (_root, { tenant }) => allRevisions(tenant),
    instance: (_root, { tenant }, { id }: ById) => {
      const tested = testedIn(tenant, id);
      return tested ? testInstance(tenant, tested) : found(tenant.instances.get(id));
    },
    instances: (_root, { tenant }) => [...tenant.instances.all(), ...testInstances(tenant)],
    uploadMedia,
  },
};
