import type { PersonRecord } from "./model.ts";

/** The permissions on an organization that the emulator asks for. */
const permissions = [
  "org_admin_component_permissions",
  "org_admin_integration_permissions",
  "org_admin_users",
  "org_crud_customers",
  "org_manage_components",
  "org_manage_customers",
  "org_manage_instances",
  "org_manage_integrations",
  "org_view_components",
  "org_view_integrations",
] as const;

/** A permission on an organization. */
export type Permission = (typeof permissions)[number];

/** A role that a person has in an organization. */
export interface OrganizationRole {
  name: (typeof roleNames)[number];
  description: string;
  /** The higher, the more it may. */
  level: number;
  permissions: readonly Permission[];
}

/** The names of the roles in an organization; Prismatic has as many, but other ones. */
export const roleNames = [
  "Owner",
  "Integration Manager",
  "Component Manager",
  "Customer Manager",
  "Instance Manager",
  "Viewer",
] as const;

const views: Permission[] = ["org_view_components", "org_view_integrations"];

/** The roles in every organization: one for each set of permissions that matters. */
export const organizationRoles: readonly OrganizationRole[] = [
  { name: "Owner", description: "May do everything", level: 100, permissions },
  {
    name: "Integration Manager",
    description: "Manages integrations and their connections",
    level: 50,
    permissions: [...views, "org_manage_integrations"],
  },
  {
    name: "Component Manager",
    description: "Publishes components",
    level: 40,
    permissions: [...views, "org_manage_components"],
  },
  {
    name: "Customer Manager",
    description: "Manages customers and their credentials; sees neither integrations nor private components",
    level: 30,
    permissions: ["org_manage_customers"],
  },
  {
    name: "Instance Manager",
    description: "Deploys integrations for customers",
    level: 20,
    permissions: [...views, "org_manage_instances"],
  },
  { name: "Viewer", description: "Changes nothing", level: 10, permissions: views },
];

/** The role of a person. */
export function roleOf({ name, role: wanted = "Owner" }: PersonRecord): OrganizationRole {
  const role = organizationRoles.find((each) => each.name === wanted);
  if (!role) throw new Error(`${name} has an unknown role: ${wanted}`);
  return role;
}

/** Tells a person who has one of some permissions; everyone may what needs none. */
export const mayOneOf = (person: PersonRecord, needed: readonly Permission[]): boolean =>
  needed.length === 0 || needed.some((permission) => roleOf(person).permissions.includes(permission));
