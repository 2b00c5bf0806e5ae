import { query, type GraphQLEndpoint } from "./graphql.ts";
import { once } from "./once.ts";
import { operations, type Component, type ComponentSummary } from "./operation.ts";
import { allPages, PAGE_SIZE } from "./pages.ts";

/** The tenant's components, read once when they are first asked for. */
export class Components {
  /** All components that have a connection type. */
  readonly withConnections: () => Promise<Component[]>;
  /** All components, also those without a connection type. */
  readonly all: () => Promise<ComponentSummary[]>;

  constructor(endpoint: GraphQLEndpoint) {
    this.withConnections = once(() =>
      allPages(async (after) => {
        const answer = await query(endpoint, operations.listComponents, { first: PAGE_SIZE, after });
        return answer.components;
      }),
    );
    this.all = once(() =>
      allPages(async (after) => {
        const answer = await query(endpoint, operations.listComponentKeys, { first: PAGE_SIZE, after });
        return answer.components;
      }),
    );
  }

  /** The keys of {@link all}. */
  async keys(): Promise<string[]> {
    return (await this.all()).map(({ key }) => key);
  }
}
