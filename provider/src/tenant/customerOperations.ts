import { z } from "zod";
import { fieldErrors, nodes, operation, pageInfo } from "./operation.ts";
import {
  FindCustomerDocument,
  ListCustomersDocument,
  ReadCustomerDocument,
  UpdateCustomerDocument,
} from "./operations.generated.ts";

const customer = z.object({
  id: z.string(),
  name: z.string(),
  externalId: z.string().nullable(),
  /** True where the token's owner may change it. */
  allowUpdate: z.boolean(),
  /** True where its users may build workflows and integrations in the application that embeds Prismatic. */
  allowEmbeddedDesigner: z.boolean(),
});

/** A customer of the organization. */
export type Customer = z.output<typeof customer>;

/** The operations on customers. */
export const customerOperations = {
  list: operation(
    "ListCustomers",
    ListCustomersDocument,
    z.object({ customers: z.object({ nodes: nodes(customer), pageInfo }) }),
  ),
  find: operation(
    "FindCustomer",
    FindCustomerDocument,
    z.object({ customers: z.object({ nodes: nodes(customer) }) }),
  ),
  read: operation("ReadCustomer", ReadCustomerDocument, z.object({ customer: customer.nullable() })),
  update: operation(
    "UpdateCustomer",
    UpdateCustomerDocument,
    z.object({
      updateCustomer: z.object({ customer: customer.nullable(), errors: fieldErrors }).nullable(),
    }),
  ),
};
