import { isUnknown } from "../../dynamic/wire.ts";
import { customerCredentialsArguments } from "../credentials/arguments.ts";
import { explainMissingCustomer, refusalForCustomers } from "../reference/customer.ts";
import { credentialsLifecycle } from "../credentials/lifecycle.ts";

/** The life-cycle of `CustomerCredentials`. */
export const customerCredentials = credentialsLifecycle({
  schema: customerCredentialsArguments,
  part: undefined,
  refusal: refusalForCustomers,
  importedAs: (stableKey, { customer, name }) =>
    ["CustomerCredentials", stableKey, customer, name].filter(Boolean).join("/"),
  describe: (stableKey, { customer, name }) =>
    `the credentials ${name === undefined ? "" : `"${name}" `}of customer "${customer}" for connection "${stableKey}"`,

  async place(session, { customer }) {
    if (customer === undefined || isUnknown(customer)) return {};
    const found = await session.customers.find(customer);
    if (found !== undefined) return { place: { isTest: false, customer: found } };
    return { problem: { path: "customer", message: await explainMissingCustomer(session, customer) } };
  },

  async existing(session, connection, { customer }, { name }) {
    if (customer === undefined) return undefined;
    const all = await session.credentials.ofConnection(connection.id, customer.id);
    return all.find(({ key }) => (key ?? "") === (name ?? ""));
  },
});
