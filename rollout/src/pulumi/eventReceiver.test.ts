import {
  credentials,
  makeGenericClientConstructor,
  type Client,
  type ClientWritableStream,
} from "@grpc/grpc-js";
import { createRequire } from "node:module";
import events from "@pulumi/pulumi/proto/events_grpc_pb.js";
import { describe, expect, it } from "vitest";
import { EventReceiver } from "./eventReceiver.ts";
import type { EngineEvent } from "./events.ts";

const { EventRequest } = createRequire(import.meta.url)("@pulumi/pulumi/proto/events_pb.js") as {
  EventRequest: new () => { setEvent(text: string): object };
};

interface EventsClient extends Client {
  streamEvents(answer: (error: Error | null) => void): ClientWritableStream<object>;
}

const Events = makeGenericClientConstructor(events.EventsService, "Events");

const SUMMARY = { summaryEvent: { isPreview: true, result: "succeeded", resourceChanges: {} } };

/** Sends texts as the engine does, and ends the stream or breaks it off. */
async function send(address: string, texts: readonly string[], end: "end" | "break"): Promise<void> {
  const client = new Events(
    address.replace("tcp://", ""),
    credentials.createInsecure(),
  ) as unknown as EventsClient;
  await new Promise<void>((resolve) => {
    const stream = client.streamEvents(() => resolve());
    for (const text of texts) stream.write(new EventRequest().setEvent(text));
    if (end === "end") stream.end();
    else setTimeout(() => stream.cancel(), 300);
  });
  client.close();
}

async function received(texts: readonly string[], end: "end" | "break" = "end") {
  const found: EngineEvent[] = [];
  await using receiver = await EventReceiver.listen((event) => found.push(event));
  const begun = receiver.hasBegun;
  await send(receiver.address, texts, end);
  return { found, begun, isComplete: receiver.isComplete };
}

const json = (...all: object[]) => all.map((each) => JSON.stringify(each));

describe("A stream of events", () => {
  it("is complete with a last cancelEvent and an end; events of later versions pass", async () => {
    const later = { sequence: 3, brandNewEvent: { secret: "canary" }, progressEvent: { id: 1 } };
    const { found, begun, isComplete } = await received(json(later, SUMMARY, { cancelEvent: {} }));
    expect(found).toEqual([
      {},
      { summaryEvent: { isPreview: true, result: "succeeded" } },
      { cancelEvent: {} },
    ]);
    expect([begun, isComplete]).toEqual([false, true]);
  });

  it.each([
    ["breaks off", json(SUMMARY, { cancelEvent: {} }), "break"],
    ["ends without a last event", json(SUMMARY), "end"],
    ["has an event that is cut", [...json(SUMMARY, { cancelEvent: {} }), '{"policyEvent":'], "end"],
    [
      "has an event of another form",
      json(SUMMARY, { policyEvent: { message: 1 } }, { cancelEvent: {} }),
      "end",
    ],
  ] as const)("is not complete where it %s", async (_, texts, end) => {
    expect((await received(texts, end)).isComplete).toBe(false);
  });

  it("is not complete where a second one was opened, of which either may be the engine's", async () => {
    await using receiver = await EventReceiver.listen(() => undefined);
    await send(receiver.address, json(SUMMARY, { cancelEvent: {} }), "end");
    expect(receiver.isComplete).toBe(true);
    await send(receiver.address, json(SUMMARY), "end");
    expect(receiver.isComplete).toBe(false);
  });

  it("takes an event of any size", async () => {
    const large = { diagnosticEvent: { message: "x".repeat(6_000_000), severity: "info" } };
    const { found, isComplete } = await received(json(large, SUMMARY, { cancelEvent: {} }));
    expect([found.length, isComplete]).toEqual([3, true]);
  });
});
