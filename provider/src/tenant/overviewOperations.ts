import { z } from "zod";
import { nodes, operation, pageInfo } from "./operation.ts";
import {
  ListIntegrationsOfConnectionsDocument,
  ListStatesOfCredentialsDocument,
} from "./operations.generated.ts";

const state = z.object({
  id: z.string(),
  /** Name of the credentials, where the customer has several. */
  key: z.string().nullable(),
  status: z.string().nullable(),
  authorizeUrl: z.string().nullable(),
  customer: z.object({ name: z.string(), externalId: z.string().nullable() }).nullable(),
  scopedConfigVariable: z.object({ id: z.string(), stableKey: z.string() }),
});

const integrations = z.object({
  id: z.string(),
  integrations: z.object({
    nodes: nodes(
      z.object({
        id: z.string(),
        name: z.string(),
        versionNumber: z.number(),
        versionCreatedAt: z.string().nullable(),
      }),
    ),
    totalCount: z.number(),
  }),
});

/** State of a customer's credentials, without their values. */
export type StateOfCredentials = z.output<typeof state>;
/** Versions of integrations that use a connection: the newest 100, and the number of all. */
export type IntegrationsOfConnection = z.output<typeof integrations>;

/** The operations of an overview of a tenant. */
export const overviewOperations = {
  states: operation(
    "ListStatesOfCredentials",
    ListStatesOfCredentialsDocument,
    z.object({ customerConfigVariables: z.object({ nodes: nodes(state), pageInfo }) }),
  ),
  integrations: operation(
    "ListIntegrationsOfConnections",
    ListIntegrationsOfConnectionsDocument,
    z.object({ scopedConfigVariables: z.object({ nodes: nodes(integrations) }) }),
  ),
};
