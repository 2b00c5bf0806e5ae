import { z } from "zod";
import { letGo } from "../../dynamic/kept.ts";
import type { Lifecycle } from "../../dynamic/lifecycle.ts";
import { isUnknown, orUnknown } from "../../dynamic/unknown.ts";
import { UnreachableError } from "../../tenant/errors.ts";
import type { TenantConnection } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import {
  connectionReference,
  isOtherConnection,
  referredConnection,
  type ConnectionReference,
} from "../connectionReference.ts";
import { explaining } from "../explain.ts";
import { problemsOf } from "../problems.ts";
import { resolveTarget } from "../target.ts";
import { partThing } from "../things.ts";

/** Raised when the form of the outputs changes; a state of any earlier version must stay readable. */
export const SCHEMA_VERSION = 1;

const flagArguments = z.strictObject({
  connection: orUnknown(connectionReference),
  /** Whether embedded workflows use the connection for its component. */
  enabled: orUnknown(z.boolean()),
});

interface FlagOutputs {
  connection: ConnectionReference;
  enabled: boolean;
  /** Whether this resource switched it on, and so switches it off again. */
  setByUs: boolean;
}

/** The life of an `EmbeddedWorkflowFlag`. Its id is the connection's. */
export const embeddedWorkflowFlag: Lifecycle = {
  secretArguments: [],

  async check(session, olds, news) {
    const parsed = flagArguments.safeParse(news, { reportInput: true });
    if (!parsed.success) {
      return { inputs: news, problems: problemsOf(parsed.error, Object.keys(flagArguments.shape)) };
    }
    const { connection } = parsed.data;
    const known = olds !== undefined && (olds as unknown as FlagOutputs).connection.stableKey;
    if (isUnknown(connection) || connection.stableKey === known) return { inputs: news, problems: [] };
    const { problem } = await resolveTarget(session, connection, "embeddedWorkflows");
    return { inputs: news, problems: problem === undefined ? [] : [problem] };
  },

  diff(olds, news) {
    const old = olds as unknown as FlagOutputs;
    const declared = news as unknown as FlagOutputs;
    const replaces = isOtherConnection(old.connection, declared.connection) ? ["connection"] : [];
    return { changes: replaces.length > 0 || old.enabled !== declared.enabled, replaces };
  },

  keeps(inputs) {
    const { connection } = inputs as unknown as FlagOutputs;
    return isUnknown(connection) ? [] : [partThing("embeddedWorkflows", connection.stableKey)];
  },

  plan(step, { keeps }) {
    const { connection } = (step.op === "delete" ? step.olds : step.news) as unknown as FlagOutputs;
    const { stableKey } = connection;
    const flag = partThing("embeddedWorkflows", stableKey);
    const update = { field: "updateScopedConfigVariable", stableKey, carries: ["defaultForComponent"] };
    if (step.op === "delete") {
      const { enabled, setByUs } = step.olds as unknown as FlagOutputs;
      return enabled && setByUs && !keeps(flag) ? [update] : [];
    }
    return step.op === "create" || step.olds.enabled !== step.news.enabled ? [update] : [];
  },

  async create(session, inputs) {
    const declared = inputs as unknown as FlagOutputs;
    const { enabled } = declared;
    const connection = await referredConnection(session, declared.connection, "its flag was not set");
    const setByUs = enabled && !connection.defaultForComponent;
    // Sent even where it is so already: a preview cannot know what nobody managed before.
    await send(session, connection, enabled);
    return {
      id: connection.id,
      outputs: { connection: declared.connection, enabled, setByUs, schemaVersion: SCHEMA_VERSION },
    };
  },

  async read(session, id, outputs) {
    const found = await session.connections.byId(id);
    if (found === undefined) return undefined;
    const inputs = { connection: outputs.connection, enabled: found.defaultForComponent };
    return { inputs, outputs: { ...outputs, ...inputs } };
  },

  async update(session, id, olds, news) {
    const { connection, enabled } = news as unknown as FlagOutputs;
    const old = olds as unknown as FlagOutputs;
    const found = await referredConnection(session, { ...connection, id }, "its flag was not set");
    const setByUs = enabled && (old.setByUs || !found.defaultForComponent);
    await set(session, found, enabled);
    return { connection, enabled, setByUs, schemaVersion: SCHEMA_VERSION };
  },

  async delete(session, id, outputs) {
    const { setByUs } = outputs as unknown as FlagOutputs;
    const found = await session.connections.byId(id);
    if (found === undefined || !setByUs) return;
    await letGo(session, [partThing("embeddedWorkflows", found.stableKey)], () => set(session, found, false));
  },
};

async function set(session: TenantSession, connection: TenantConnection, enabled: boolean): Promise<void> {
  if (connection.defaultForComponent !== enabled) await send(session, connection, enabled);
}

async function send(session: TenantSession, connection: TenantConnection, enabled: boolean): Promise<void> {
  const what = `The flag for embedded workflows of connection "${connection.stableKey}" was not changed`;
  const update = () => session.connections.update({ id: connection.id, defaultForComponent: enabled });
  await explaining(session, what, () =>
    update().catch((error: unknown) => {
      if (!(error instanceof UnreachableError && error.outcomeUnknown)) throw error;
      // Setting it twice does no harm, while the next run could not tell any more who set it.
      return update();
    }),
  );
}
