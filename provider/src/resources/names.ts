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

/** What the type of every resource of this package begins with; the name of its class follows. */
export const TYPE_PREFIX = "pulumi-nodejs:dynamic/prismatic:";

/** The class of a resource by its type, which may be another package's. */
export function classOf(type: string): string | undefined {
  return type.startsWith(TYPE_PREFIX) ? type.slice(TYPE_PREFIX.length) : undefined;
}
