/** A request, as far as it can be described before it runs. */
export interface Call {
  method: string;
  path: string;
  operationName: string | null;
  kind: "query" | "mutation" | null;
  /** One entry for each alias. */
  rootFields: string[];
  variables: unknown;
}

/** A request in the log; the status is null if the connection was destroyed instead of an answer. */
export interface LoggedRequest extends Call {
  tenantId: string | null;
  status: number | null;
}

const logLimit = 10_000;

/** Counts every request of clients, and remembers the last ones. */
export class RequestLog {
  #total = 0;
  readonly #byOperation = new Map<string, number>();
  #entries: LoggedRequest[] = [];

  /** Counts a request; its status and tenant are filled in later. */
  open(call: Call): LoggedRequest {
    const name = nameOf(call);
    this.#total += 1;
    this.#byOperation.set(name, (this.#byOperation.get(name) ?? 0) + 1);
    const entry: LoggedRequest = { ...call, tenantId: null, status: null };
    this.#entries.push(entry);
    if (this.#entries.length > logLimit) this.#entries.shift();
    return entry;
  }

  counts(): { total: number; byOperation: Record<string, number> } {
    return { total: this.#total, byOperation: Object.fromEntries(this.#byOperation) };
  }

  clearCounts(): void {
    this.#total = 0;
    this.#byOperation.clear();
  }

  entries(): LoggedRequest[] {
    return [...this.#entries];
  }

  clearEntries(): void {
    this.#entries = [];
  }
}

function nameOf(call: Call): string {
  if (call.path !== "/api") return `${call.method} ${call.path}`;
  return call.operationName ?? call.rootFields[0] ?? "(not GraphQL)";
}
