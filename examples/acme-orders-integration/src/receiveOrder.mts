import { flow, util } from "@prismatic-io/spectral";

/** Tells the customer's channel about an order that is sent to the flow's address. */
export const receiveOrder = flow({
  name: "Receive order",
  stableKey: "receive-order",
  description: "Tells the customer's Slack channel about an order",
  // Whoever sends an order needs a key, a test run as well: `testApiKeys` in the Pulumi program.
  endpointSecurityType: "customer_required",
  onExecution: async ({ configVars }, { onTrigger }) => {
    const body = onTrigger.results.body.data;
    if (typeof body !== "object" || body === null || !("id" in body)) throw new Error("The order has no id");
    const id = util.types.toString(body.id);
    const { token } = configVars.Slack;
    const response = await fetch("https://slack.com/api/chat.postMessage", {
      method: "POST",
      headers: {
        authorization: `Bearer ${util.types.toString(token?.access_token)}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({
        channel: configVars.Channel,
        text: `Order ${id} has arrived`,
      }),
    });
    if (!response.ok) throw new Error(`Slack answered with ${response.status}`);
    return { data: { id } };
  },
});
