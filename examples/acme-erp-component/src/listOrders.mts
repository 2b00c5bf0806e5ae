import { action, input, util } from "@prismatic-io/spectral";

/** Lists the orders of the account, all of them or those in one state. */
export const listOrders = action({
  display: { label: "List orders", description: "Lists the orders of the account" },
  inputs: {
    connection: input({ label: "Connection", type: "connection", required: true }),
    status: input({
      label: "Status",
      type: "string",
      required: false,
      comments: "Only orders in this state.",
      model: [
        { label: "Open", value: "open" },
        { label: "Shipped", value: "shipped" },
      ],
      clean: (value) => util.types.toString(value),
    }),
  },
  perform: async (_context, { connection, status }) => {
    const { baseUrl, apiKey } = connection.fields;
    const address = new URL("/orders", util.types.toString(baseUrl));
    if (status !== "") address.searchParams.set("status", status);
    const response = await fetch(address, {
      headers: { authorization: `Bearer ${util.types.toString(apiKey)}` },
    });
    if (!response.ok) throw new Error(`Acme ERP answered with ${response.status} to ${address.pathname}`);
    const data: unknown = await response.json();
    return { data };
  },
  examplePayload: { data: [{ id: "1001", status: "open" }] },
});
