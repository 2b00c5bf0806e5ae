import { z } from "zod";
import { inputSchema } from "./catalogData.ts";
import { stateOf, type VersionState } from "./publication.ts";
import type { Stack } from "./stack.ts";

const additionSchema = z.strictObject({
  component: z.string(),
  public: z.boolean().optional(),
  connection: z.string(),
  addInput: inputSchema.partial().required({ key: true }),
  /** Left out: in every tenant of the stack. */
  tenantId: z.string().optional(),
});

/** Publishes the next version of a component, in which a connection type has one more input. */
export function publishAddedInput(
  stack: Stack,
  body: unknown,
): { tenantId: string; versionNumber: number }[] {
  const addition = additionSchema.parse(body);
  const tenants = stack.tenants.filter(
    ({ id }) => addition.tenantId === undefined || addition.tenantId === id,
  );
  return tenants.map((tenant) => {
    const candidates = addition.public === undefined ? [true, false] : [addition.public];
    const latest = candidates.flatMap(
      (isPublic) => tenant.catalog.latest(addition.component, isPublic) ?? [],
    )[0];
    const type = latest?.definition.connections.find(({ key }) => key === addition.connection);
    if (!latest || !type) {
      throw new Error(
        `There is no connection type "${addition.connection}" of a component "${addition.component}"`,
      );
    }
    const { key, ...given } = addition.addInput;
    const input = {
      ...{ key, label: key, type: "STRING", required: false, shown: true, default: null, comments: null },
      ...given,
    };
    const connections = latest.definition.connections.map((each) =>
      each === type ? { ...each, inputs: [...each.inputs, input] } : each,
    );
    const published = tenant.catalog.addVersion(
      { ...latest.definition, connections },
      tenant.stack.clock.now().toISOString(),
    );
    return { tenantId: tenant.id, versionNumber: published.definition.versionNumber };
  });
}

/** A component version that was added after the start, as the emulator's own address lists it. */
interface AddedVersion {
  tenantId: string;
  key: string;
  public: boolean;
  versionNumber: number;
  state: VersionState;
  /** The reason for which a version failed; the API never tells it. */
  reason: string | null;
}

/** Lists every component version that was added after the start, also those that clients do not see. */
export function listAddedVersions(stack: Stack): AddedVersion[] {
  return stack.tenants.flatMap((tenant) =>
    tenant.catalog.added().map((record) => {
      const { key, public: isPublic, versionNumber } = record.definition;
      const state = stateOf(record, stack.clock.now());
      const reason = state === "failed" ? (record.publication?.failure ?? null) : null;
      return { tenantId: tenant.id, key, public: isPublic, versionNumber, state, reason };
    }),
  );
}
