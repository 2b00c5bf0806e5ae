import { query, type GraphQLEndpoint } from "./graphql.ts";
import { once } from "./once.ts";
import { operations, type Component } from "./operation.ts";
import { allPages, PAGE_SIZE } from "./pages.ts";

/** The tenant's components, read once when they are first asked for. */
export class Components {
  /** All components that have a connection type. */
  readonly withConnections: () => Promise<Component[]>;
  /** The keys of all components, also of those without a connection type. */
  readonly keys: () => Promise<string[]>;

  constructor(endpoint: GraphQLEndpoint) {
    this.withConnections = once(() =>
      allPages(async (after) => {
        const answer = await query(endpoint, operations.listComponents, { first: PAGE_SIZE, after });
        return answer.components;
      }),
    );
    this.keys = once(async () => {
      const components = await allPages(async (after) => {
        const answer = await query(endpoint, operations.listComponentKeys, { first: PAGE_SIZE, after });
        return answer.components;
      });
      return components.map((component) => component.key);
    });
  }
}
