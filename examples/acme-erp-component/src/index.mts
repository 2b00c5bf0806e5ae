import { component } from "@prismatic-io/spectral";
import { apiKeyConnection } from "./connection.mts";
import { listOrders } from "./listOrders.mts";
import { orderChanged } from "./orderChanged.mts";

const acmeErp = component({
  key: "acme-erp",
  public: false,
  display: {
    label: "Acme ERP",
    description: "Orders of an Acme ERP account",
    iconPath: "icon.png",
    category: "ERP",
  },
  connections: [apiKeyConnection],
  actions: { listOrders },
  triggers: { orderChanged },
});

/** Prismatic loads the component from the default export. */
export { acmeErp as default };
