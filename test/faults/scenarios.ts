import type { Scenario } from "./scenario.ts";
import { connectionScenarios } from "./scenarios/connections.ts";
import { partScenarios } from "./scenarios/parts.ts";
import { publishedScenarios } from "./scenarios/published.ts";

/** One scenario for each class of resources. */
export const SCENARIOS: readonly Scenario[] = [
  ...connectionScenarios,
  ...partScenarios,
  ...publishedScenarios,
];
