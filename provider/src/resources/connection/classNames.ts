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
