import type { TenantSession } from "../tenant/session.ts";
import { HalfMadeError, type Properties, type RestOfRun } from "./lifecycle.ts";
import type { Thing } from "./thing.ts";

/** The answer where nothing was deleted. */
export const KEPT = Symbol("kept");

/** What a run knows of the things of one tenant. */
interface Notes {
  kept: Set<Thing>;
  /** What resources had when this run began, with their properties: a replacement is checked as if it were new. */
  held: Map<Thing, Properties>;
  /** What is being deleted or switched off at this moment. */
  leaving: Map<Thing, Promise<unknown>>;
}

const notes = new WeakMap<TenantSession, Notes>();

/**
 * Takes note that a resource of this run keeps things. Where one moved from another resource, the engine deletes that
 * one afterwards, and the deletion must undo nothing.
 */
export function keep(session: TenantSession, things: readonly Thing[]): void {
  for (const thing of things) notesOf(session).kept.add(thing);
}

/** Takes note of what a resource had when this run began. */
export function hold(session: TenantSession, things: readonly Thing[], properties: Properties): void {
  for (const thing of things) notesOf(session).held.set(thing, properties);
}

/** What other resources of this run hold and keep, as far as it went. */
export function restOf(session: TenantSession): RestOfRun {
  const { kept, held } = notesOf(session);
  return { keeps: (thing) => kept.has(thing), held: (thing) => held.get(thing) };
}

/**
 * Takes the note back until the resource is created: a replacement is checked first as what is there already, then as
 * what is not, and the old object has to go although the new one will be of the same name.
 */
export function keepOnceCreated(session: TenantSession, things: readonly Thing[]): void {
  for (const thing of things) notesOf(session).kept.delete(thing);
}

/**
 * Creates what keeps things, after those have left that are leaving: who looks for them meanwhile would take over what
 * is gone a moment later. A creation that failed keeps nothing.
 */
export async function keeping<Created>(
  session: TenantSession,
  things: readonly Thing[],
  create: () => Promise<Created>,
): Promise<Created> {
  keep(session, things);
  const { leaving } = notesOf(session);
  await Promise.allSettled(things.flatMap((thing) => leaving.get(thing) ?? []));
  try {
    return await create();
  } catch (error) {
    if (!(error instanceof HalfMadeError)) keepOnceCreated(session, things);
    throw error;
  }
}

/**
 * Deletes or switches off, unless another resource of this run keeps the thing. Every deletion of something that can
 * move between resources passes here.
 *
 * @param names the names that the thing may have been noted under
 */
export function letGo<Answer>(
  session: TenantSession,
  names: readonly Thing[],
  deletion: () => Promise<Answer>,
): Promise<Answer | typeof KEPT> {
  const { kept, leaving } = notesOf(session);
  if (names.some((name) => kept.has(name))) return Promise.resolve(KEPT);
  const going = deletion();
  for (const name of names) leaving.set(name, going);
  return going;
}

function notesOf(session: TenantSession): Notes {
  const known = notes.get(session) ?? { kept: new Set(), held: new Map(), leaving: new Map() };
  notes.set(session, known);
  return known;
}
