import { trigger } from "@prismatic-io/spectral";

/** Starts a flow when Acme ERP reports a changed order to the flow's webhook. */
export const orderChanged = trigger({
  display: { label: "Order changed", description: "Starts when an order is made, changed or shipped" },
  inputs: {},
  scheduleSupport: "invalid",
  synchronousResponseSupport: "invalid",
  perform: (_context, payload) => Promise.resolve({ payload }),
});
