import fc from "fast-check";
import { BUNDLES } from "./bundles.ts";
import type { OwnComponent, OwnIntegration, Target, World } from "./world.ts";

/** A change of a lane's component or integration; null removes it. */
export type OwnEdit =
  | { of: "component"; set: Partial<OwnComponent> | null }
  | { of: "integration"; set: Partial<OwnIntegration> | null };

const few = fc.integer({ min: 1, max: 3 });

const component: fc.Arbitrary<Partial<OwnComponent> | null> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record(
      {
        bundle: fc.integer({ min: 0, max: BUNDLES - 1 }),
        connection: fc.option(few, { nil: undefined, freq: 4 }),
      },
      { requiredKeys: [] },
    ),
  },
  { weight: 3, arbitrary: fc.record({ renamed: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant(null) },
);

const integration: fc.Arbitrary<Partial<OwnIntegration> | null> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record(
      {
        description: fc.constantFrom("One thing", "Another thing"),
        steps: fc.constantFrom("none", "http", "own"),
        target: fc.constantFrom<Target>("first", "second", "byHand", "own"),
        by: fc.constantFrom("resource", "resource", "stableKey"),
        publish: fc.boolean(),
        overwriteDraft: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
  },
  { weight: 3, arbitrary: fc.record({ renamed: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant(null) },
);

/** One change of a component or an integration. */
export const ownEdits: fc.Arbitrary<OwnEdit> = fc.oneof(
  fc.record({ of: fc.constant("component" as const), set: component }),
  fc.record({ of: fc.constant("integration" as const), set: integration }),
);

const componentAtFirst: OwnComponent = { bundle: 0, renamed: false, connection: undefined };

const integrationAtFirst: OwnIntegration = {
  renamed: false,
  description: "One thing",
  steps: "none",
  target: "byHand",
  by: "resource",
  publish: true,
  overwriteDraft: false,
  named: [],
};

/** The program of a lane after one change of its component or integration. */
export function ownEdited(world: World, { of, set }: OwnEdit): World {
  if (set === null) return { ...world, [of]: undefined };
  if (of === "component") {
    return { ...world, component: { ...(world.component ?? componentAtFirst), ...set } };
  }
  return { ...world, integration: { ...(world.integration ?? integrationAtFirst), ...set } };
}

/**
 * Makes a program one that can be carried out: an integration falls back to what is there, and goes together with what
 * it has named. Deleting that alone is refused where the deletion is carried out, for which there is no preview.
 */
export function settled(world: World): World {
  const { integration } = world;
  if (integration === undefined) return world;
  if (integration.named.some((each) => !isThere(world, each))) return { ...world, integration: undefined };
  const target = isThere(world, integration.target) ? integration.target : "byHand";
  const steps = integration.steps === "own" && world.component === undefined ? "none" : integration.steps;
  const named = new Set([...integration.named, target, ...(steps === "own" ? ["component" as const] : [])]);
  return { ...world, integration: { ...integration, target, steps, named: [...named] } };
}

function isThere({ connections, component }: World, what: Target | "component"): boolean {
  if (what === "byHand") return true;
  if (what === "component") return component !== undefined;
  if (what === "own") return component?.connection !== undefined;
  return connections[what === "first" ? 0 : 1] !== undefined;
}
