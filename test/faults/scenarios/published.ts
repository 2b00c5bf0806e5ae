import { join } from "node:path";
import { CodeNativeBundle } from "../../support/codeNativeBundle.ts";
import { Bundle } from "../../support/componentBundle.ts";
import { definitionText } from "../../support/integrations.ts";
import { endOf, madeByHand, moved, secret, type Scenario, type Stage } from "../scenario.ts";

const STAGES: readonly Stage[] = ["first", "changed", "replaced"];

/** Time for what is never there, such as a version that a lagging read does not show. */
const WAIT_SECONDS = 5;

const component: Scenario = {
  type: "Component",
  async prepare(folder) {
    for (const stage of STAGES) {
      await new Bundle(join(folder, stage, "parcels")).build({
        key: moved("parcels", stage),
        label: `Parcels ${endOf(stage)}`,
        inputs: stage === "first" ? [] : [{ key: "region" }],
      });
    }
  },
  declare: (stage, folder) => ({
    parcels: { bundle: join(folder, stage, "parcels"), deleteOnDestroy: true, waitSeconds: WAIT_SECONDS },
  }),
  names: { parcels: ['"parcels"', '"parcels-moved"'] },
};

const SCHEDULE = "5 */1 * * *";

/** Nothing replaces it, so that its third stage renames it. */
const integration: Scenario = {
  type: "Integration",
  holds: { connections: [madeByHand("todo", "acme"), madeByHand("todo-other", "acme")] },
  declare: (stage) => ({
    todo: {
      definition: definitionText("hooli.yml")
        .replace("name: Hooli", `name: ${stage === "replaced" ? "Todo (moved)" : "Todo"}`)
        .replace(SCHEDULE, stage === "first" ? SCHEDULE : "7 */1 * * *"),
      connections: { "Acme Connection": { stableKey: stage === "changed" ? "todo-other" : "todo" } },
      publish: { comment: `Release ${endOf(stage)}` },
      waitSeconds: WAIT_SECONDS,
      marketplace: { availability: "AVAILABLE_AND_DEPLOYABLE", overview: `Overview ${endOf(stage)}` },
      deleteOnDestroy: true,
    },
  }),
  names: { todo: ['"Todo"', '"Todo (moved)"'] },
};

const FLOW = "Receive Order";

const codeNativeIntegration: Scenario = {
  type: "CodeNativeIntegration",
  holds: { connections: [madeByHand("code", "acme")] },
  async prepare(folder) {
    for (const stage of STAGES) {
      await new CodeNativeBundle(join(folder, stage, "code")).build({
        name: stage === "replaced" ? "Code (moved)" : "Code",
        description: `Built ${endOf(stage)}`,
        connections: { Acme: "code" },
        flows: [{ name: FLOW, requiresKey: true }],
        iconPath: "icon.png",
      });
    }
  },
  declare: (stage, folder) => ({
    code: {
      bundle: join(folder, stage, "code", "dist"),
      connections: [{ stableKey: "code" }],
      testApiKeys: { [FLOW]: secret("code", stage) },
      publish: { comment: `Release ${endOf(stage)}` },
      waitSeconds: WAIT_SECONDS,
      deleteOnDestroy: true,
    },
  }),
  names: { code: ['"Code"', '"Code (moved)"'] },
};

/** Scenarios of the classes that publish. */
export const publishedScenarios = [component, integration, codeNativeIntegration];
