import fc from "fast-check";
import { ownEdited, ownEdits, settled, type OwnEdit } from "./editsOwn.ts";
import { BY_HAND, kinds, usualKind, type Derived, type Place, type Slot, type World } from "./world.ts";

/** One change of a program: what becomes different. What was not there comes, as it is at first; null removes it. */
export type Edit =
  | {
      of: "connection";
      /** Which of the lane's connections it concerns. */
      slot: number;
      set: Partial<Slot> | null;
    }
  | OwnEdit;

const few = fc.integer({ min: 1, max: 3 });
const place = fc.constantFrom<Place>("nowhere", "inline", "separate");
const secrets = fc.array(fc.option(few, { nil: undefined, freq: 4 }), { minLength: 3, maxLength: 3 });
const derived = fc.constantFrom<Derived>(
  "nothing",
  "description",
  "value",
  "secret",
  "testSecret",
  "customers",
);

/** Edits that are made often, and those that are refused or replace much, which are rare. */
const change: fc.Arbitrary<Partial<Slot> | null> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ name: fc.constantFrom("First name", "Second name") }) },
  {
    weight: 2,
    arbitrary: fc.record({ description: fc.constantFrom(undefined, "", "One description", "Another") }),
  },
  { weight: 3, arbitrary: fc.record({ value: few }) },
  { weight: 3, arbitrary: fc.record({ secret: few }) },
  { weight: 4, arbitrary: fc.record({ globals: place }) },
  { weight: 2, arbitrary: fc.record({ testSecret: few }) },
  { weight: 4, arbitrary: fc.record({ test: place }) },
  { weight: 2, arbitrary: fc.record({ flagOn: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ flag: place, flagOn: fc.boolean() }) },
  {
    weight: 8,
    arbitrary: fc.record({
      customers: fc.record({ place: fc.constantFrom("nowhere", "single", "set"), secrets }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ derived, derivedFrom: fc.constantFrom("id", "status") }) },
  { weight: 2, arbitrary: fc.record({ renamed: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ otherStableKey: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom(...(Object.keys(kinds) as Slot["kind"][])) }),
  },
  { weight: 2, arbitrary: fc.constant(null) },
);

/** The changes from one program to the next. */
export const edits: fc.Arbitrary<Edit[]> = fc.array(
  fc.oneof(
    {
      weight: 1,
      arbitrary: fc.record({
        of: fc.constant("connection" as const),
        slot: fc.integer({ min: 0, max: 2 }),
        set: change,
      }),
    },
    { weight: 1, arbitrary: ownEdits },
  ),
  { minLength: 2, maxLength: 6 },
);

/** The program of a lane after changes. */
export function edited(world: World, lane: number, changes: readonly Edit[]): World {
  let next = world;
  for (const change of changes) {
    next = change.of === "connection" ? connectionEdited(next, lane, change) : ownEdited(next, change);
  }
  return settled(next);
}

function connectionEdited(
  world: World,
  lane: number,
  { slot, set }: Extract<Edit, { of: "connection" }>,
): World {
  const usual = usualKind(lane, slot);
  const changed = { ...(world.connections[slot] ?? atFirst(usual)), ...set };
  const placed = set === null ? undefined : slot === BY_HAND ? { ...changed, kind: usual } : changed;
  const [first, second, byHand] = world.connections.map((each, index) => (index === slot ? placed : each));
  return { ...world, connections: [first, second, byHand] };
}

function atFirst(kind: Slot["kind"]): Slot {
  return {
    kind,
    renamed: false,
    otherStableKey: false,
    name: "First name",
    description: undefined,
    globals: "inline",
    value: 1,
    secret: 1,
    test: "inline",
    testSecret: 1,
    flag: "nowhere",
    flagOn: true,
    customers: { place: "set", secrets: [1, 2, undefined] },
    derived: "nothing",
    derivedFrom: "id",
  };
}
