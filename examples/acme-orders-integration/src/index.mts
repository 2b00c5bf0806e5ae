import { integration } from "@prismatic-io/spectral";
import { configPages, scopedConfigVars, userLevelConfigPages } from "./connections.mts";
import { receiveOrder } from "./receiveOrder.mts";

const acmeOrders = integration({
  name: "Acme orders",
  description: "Files each order, and tells the customer's Slack and the user's Gmail about it",
  category: "ERP",
  iconPath: "icon.png",
  flows: [receiveOrder],
  configPages,
  scopedConfigVars,
  userLevelConfigPages,
});

/** Prismatic loads the integration from the default export. */
export { acmeOrders as default };
