import { equals } from "../graph/filters.ts";
import { columns, type ObjectType } from "../graph/objectType.ts";
import type { OrganizationRole, Permission } from "../roles.ts";

/** `Role`: the permissions of a person in the organization. */
export const role: ObjectType<OrganizationRole> = {
  fields: {
    ...columns("name", "description", "level", "permissions"),
    id: ({ name }, { tenant }) => tenant.derivedId("Role", name),
  },
};

/** `Permission`, made from its name. */
export const permission: ObjectType<Permission> = {
  fields: {
    id: (name, { tenant }) => tenant.derivedId("Permission", name),
    name: (name) => name,
    description: (name) => name.replaceAll("_", " "),
  },
  filters: { name: equals((name) => name) },
};
