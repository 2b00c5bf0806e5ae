import {
  Server,
  ServerCredentials,
  status,
  type sendUnaryData,
  type ServerReadableStream,
} from "@grpc/grpc-js";
import events from "@pulumi/pulumi/proto/events_grpc_pb.js";
import { engineEvent, type EngineEvent } from "./events.ts";

/** A message of the stream, as Pulumi's own package declares it. */
interface EventRequest {
  getEvent(): string;
}

/**
 * Receives the events of one engine, which sends them as they happen: no file is written, and a stream that breaks off
 * shows.
 *
 * ```ts
 * await using receiver = await EventReceiver.listen((event) => ...);
 * await runChild("pulumi", ["preview", "--event-log", receiver.address], ...);
 * if (!receiver.isComplete) ...
 * ```
 */
export class EventReceiver implements AsyncDisposable {
  readonly #server: Server;
  #address = "";
  #streams = 0;
  #isCancelled = false;
  #isClosed = false;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Listens on a port of this machine that the system chooses. */
  static async listen(onEvent: (event: EngineEvent) => void): Promise<EventReceiver> {
    // An event holds whole definitions of integrations.
    const server = new Server({ "grpc.max_receive_message_length": -1 });
    const receiver = new EventReceiver(server);
    const { streamEvents } = events.EventsService;
    server.addService(events.EventsService, {
      streamEvents: (call: ServerReadableStream<EventRequest, unknown>, answer: sendUnaryData<unknown>) =>
        receiver.#receive(call, onEvent, (refusal) =>
          answer(refusal ?? null, streamEvents.responseDeserialize(Buffer.alloc(0))),
        ),
    });
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    );
    receiver.#address = `tcp://127.0.0.1:${port}`;
    return receiver;
  }

  /** Argument of `--event-log`. */
  get address(): string {
    return this.#address;
  }

  /** True where the engine began to send. */
  get hasBegun(): boolean {
    return this.#streams > 0;
  }

  /** True where the engine said that it is done, closed the only stream, and every event could be read. */
  get isComplete(): boolean {
    return this.#isClosed && this.#isCancelled && this.#streams === 1;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#server.forceShutdown();
    return Promise.resolve();
  }

  #receive(
    call: ServerReadableStream<EventRequest, unknown>,
    onEvent: (event: EngineEvent) => void,
    answer: (refusal?: { code: status; details: string }) => void,
  ): void {
    this.#streams += 1;
    // Another program of this machine: nothing tells which of the two is the engine.
    if (this.#streams > 1) {
      answer({ code: status.ALREADY_EXISTS, details: "There is a stream of events already." });
      return;
    }
    let isReadable = true;
    call.on("data", (request: EventRequest) => {
      const event = parsed(request.getEvent());
      if (event === undefined) isReadable = false;
      else {
        if (event.cancelEvent !== undefined) this.#isCancelled = true;
        onEvent(event);
      }
    });
    call.on("end", () => {
      this.#isClosed = isReadable;
      answer();
    });
    // A stream that breaks off has no end.
    call.on("error", () => undefined);
  }
}

function parsed(text: string): EngineEvent | undefined {
  try {
    return engineEvent.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
