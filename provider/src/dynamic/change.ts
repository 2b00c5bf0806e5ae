import type { TenantSession } from "../tenant/session.ts";
import type { PlannedMutation } from "./lifecycle.ts";
import type { Thing } from "./thing.ts";

/** What a change is sent with. */
export interface ChangeContext {
  session: TenantSession;
  /** Id of the object; empty until a change has created it. */
  id: string;
  /** What those before it added to the state. */
  state: object;
}

/** What a change knows once it was sent. */
export interface Sent {
  /** Id of the object that it created or took over. */
  id?: string;
  /** What it adds to the state. */
  state?: object;
  /** Why the object is not complete although the change itself was carried out. */
  incomplete?: string | undefined;
}

/** One thing that a step does. A list of them decides whether there is a difference, what is announced and what is sent. */
export interface Change {
  /** The mutations that it sends; none where only the state changes. */
  announced: PlannedMutation[];
  /** What of the state is true once it was sent; where it fails, the next comparison finds the old values there. */
  settles: readonly string[];
  /** Waits for those before it, and is not sent where one of them failed; the others leave at the same moment. */
  waits?: true;
  /** What leaves the tenant, or stays where another resource keeps it. */
  releases?: readonly Thing[];
  send?(context: ChangeContext): Promise<Sent | void>;
}

/** Sends changes. What failed says of itself why; what waited for it was not sent. */
export interface Outcome extends Required<Pick<ChangeContext, "id">> {
  state: object;
  unsettled: Change[];
  /** Whether anything was carried out. */
  worked: boolean;
  failures: Error[];
  incomplete: string[];
}
