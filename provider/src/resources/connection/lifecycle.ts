import { letGo } from "../../dynamic/kept.ts";
import type { Lifecycle } from "../../dynamic/lifecycle.ts";
import { explaining } from "../explain.ts";
import { remaining } from "../redeploy/deploying.ts";
import { valuesOfConnection } from "../redeploy/updateConnection.ts";
import { connectionThing } from "../things.ts";
import { carryOut } from "./carryOut.ts";
import { checkConnection } from "./check.ts";
import { createOrAdopt, deleteOnce } from "./create.ts";
import { diffConnection } from "./diff.ts";
import type { ConnectionKind } from "./kind.ts";
import { isEmptyPlan, planAfterCreate, plannedMutations, planUpdate } from "./plan.ts";
import { typeOf } from "./resolve.ts";
import {
  outputsWithoutWrite,
  refreshed,
  thingsOf,
  type CheckedConnection,
  type ConnectionOutputs,
} from "./state.ts";
import { refuseDeleteInUse } from "./uses.ts";

/** The life of one kind of connection. */
export function connectionLifecycle(kind: ConnectionKind): Lifecycle {
  return {
    secretArguments: ["globalSecrets", "testCredentials.secrets", "authorizeUrl"],
    check: (session, olds, news) => checkConnection(kind, session, olds, news),
    diff: (olds, news) => diffConnection(kind, asOutputs(olds), asInputs(news)),
    keeps: (inputs) => thingsOf(asInputs(inputs)),
    plan: plannedMutations,

    async create(session, inputs) {
      const declared = asInputs(inputs);
      const { saved, undeployed } = await createOrAdopt(kind, session, declared);
      const made = { id: saved.id, undeployed };
      const outputs = await carryOut(kind, session, made, declared, planAfterCreate(declared));
      return { id: saved.id, outputs: { ...outputs } };
    },

    async read(session, id, outputs) {
      const found = await session.connections.byId(id);
      if (found === undefined) return undefined;
      const old = asOutputs(outputs);
      const undeployed = await remaining(valuesOfConnection(session, found), old.undeployedInstances);
      const { inputs, outputs: current } = refreshed(kind, old, found, {
        type: await typeOf(session, found),
        undeployed,
      });
      return { inputs: { ...inputs }, outputs: { ...current } };
    },

    async update(session, id, olds, news) {
      const old = asOutputs(olds);
      const declared = asInputs(news);
      const plan = planUpdate(old, declared);
      if (isEmptyPlan(plan)) return { ...outputsWithoutWrite(old, declared) };
      return { ...(await carryOut(kind, session, { id }, declared, plan, old)) };
    },

    async delete(session, id, outputs) {
      const { stableKey, replaceInUse } = asOutputs(outputs);
      await letGo(session, [connectionThing(stableKey)], async () => {
        await refuseDeleteInUse(session, id, stableKey, replaceInUse);
        const what = `Connection "${stableKey}" was not deleted`;
        await explaining(session, what, () => deleteOnce(session, id, stableKey));
      });
    },
  };
}

function asInputs(properties: object): CheckedConnection & { stableKey: string } {
  return properties as CheckedConnection & { stableKey: string };
}

function asOutputs(properties: object): ConnectionOutputs & { stableKey: string } {
  return properties as ConnectionOutputs & { stableKey: string };
}
