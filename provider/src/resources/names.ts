/** The classes that declare a reusable connection, one for each kind. */
export const CONNECTION_CLASSES = [
  "CustomerConnection",
  "OrganizationCustomerConnection",
  "OrganizationGlobalConnection",
  "UserConnection",
] as const;

/** The class that a connection is declared with. */
export type ConnectionClass = (typeof CONNECTION_CLASSES)[number];

/** A class with its article, for a sentence: `an OrganizationGlobalConnection`. */
export function withArticle(className: ConnectionClass): string {
  return `${className.startsWith("O") ? "an" : "a"} ${className}`;
}

/** The classes of all resources that have a life-cycle. */
export const RESOURCE_CLASSES = [
  ...CONNECTION_CLASSES,
  "GlobalValues",
  "TestCredentials",
  "CustomerCredentials",
  "CustomerCredentialsSet",
  "EmbeddedWorkflowFlag",
  "CustomerEmbeddedAccess",
  "Component",
  "Integration",
  "CodeNativeIntegration",
] as const;

/** The class of a resource. */
export type ResourceClass = (typeof RESOURCE_CLASSES)[number];

/**
 * The name under which `pulumi-prismatic/dynamic` exports the provider of a class; it is in the state of every user.
 */
export function loaderName<Name extends ResourceClass>(className: Name): Uncapitalize<Name> {
  return (className.charAt(0).toLowerCase() + className.slice(1)) as Uncapitalize<Name>;
}

/** Beginning of the type of every resource of this package; the name of its class follows. */
export const TYPE_PREFIX = "pulumi-nodejs:dynamic/prismatic:";

/** The class of a resource by its type; undefined for the types of other packages. */
export function classOf(type: string): ResourceClass | undefined {
  return RESOURCE_CLASSES.find((name) => type === TYPE_PREFIX + name);
}
