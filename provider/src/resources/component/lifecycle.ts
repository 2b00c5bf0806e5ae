import type { Change, ChangeContext } from "../../dynamic/change.ts";
import type { Lifecycle, PlannedMutation, RestOfRun } from "../../dynamic/lifecycle.ts";
import { lifecycleOf } from "../../dynamic/lifecycleOf.ts";
import { isUnknown } from "../../dynamic/wire.ts";
import { deleteOnce, explaining, notice } from "../../dynamic/writing.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { componentArguments } from "./arguments.ts";
import { checkComponent } from "./check.ts";
import { requirePermission } from "../permitted.ts";
import { publish } from "./publish.ts";
import {
  componentClaims,
  describeComponent,
  outputsOf,
  refreshed,
  wanted,
  type CheckedComponent,
  type ComponentState,
  type KnownComponent,
} from "./state.ts";
import { refuseDeleteInUse } from "./uses.ts";

/** The life cycle of a component. All its versions share its id. */
export const componentLifecycle: Lifecycle = {
  ...lifecycleOf<CheckedComponent, ComponentState>({
    arguments: componentArguments,
    secretPaths: [],
    judge: () => Promise.resolve({ problems: [] }),
    claims: componentClaims,
    replaces: (old, args) => ({
      // A bundle that is not known yet is hardly ever another component, so no replacement is announced for it.
      because: (["key", "public", "customer"] as const).filter(
        (name) => !isUnknown(args[name]) && old[name] !== args[name],
      ),
    }),
    changes,
    async read(session, _id, old) {
      const found = await session.publishing.newest(wanted(old));
      return found && refreshed(old, found);
    },
  }),
  // Reads the bundle before anything is compared.
  check: checkComponent,
};

function changes(
  old: ComponentState | undefined,
  args: CheckedComponent | undefined,
  rest: RestOfRun,
): Change[] {
  if (args === undefined) return old === undefined ? [] : [deletion(old)];
  if (old === undefined) return [publication(args, rest)];
  if (old.signature !== args.signature) return [publication(args)];
  if ((old.deleteOnDestroy ?? false) === (args.deleteOnDestroy ?? false)) return [];
  const { versionNumber } = old;
  return [{ announced: [], settles: [], send: () => Promise.resolve({ state: { versionNumber } }) }];
}

/** Publishes the bundle, unless a resource that claimed the component before has published it already. */
function publication(args: CheckedComponent, rest?: RestOfRun): Change {
  const held = componentClaims(args).map((claim) => rest?.held(claim))[0];
  return {
    announced: held?.signature === args.signature ? [] : [mutation("publishComponent", args)],
    settles: [],
    async send({ session, id }) {
      // Once it is carried out, everything is known.
      const known = args as KnownComponent;
      const published = await publish(session, known, id === "" ? undefined : id);
      return { id: published.id, state: outputsOf(known, published.component) };
    },
  };
}

function deletion(old: ComponentState): Change {
  const isDeleted = old.deleteOnDestroy === true;
  return {
    announced: isDeleted ? [mutation("deleteComponent", old)] : [],
    settles: [],
    releases: componentClaims(old),
    async send({ session }: ChangeContext) {
      if (isDeleted) await deleteUnused(session, old);
      else tellThatItIsKept(session, old);
    },
  };
}

function mutation(field: string, { key }: CheckedComponent): PlannedMutation {
  return { field, stableKey: key };
}

function tellThatItIsKept(session: TenantSession, old: ComponentState): void {
  notice(
    `${describeComponent(old)} is kept in ${session.tenant} with all its versions, because integrations may use ` +
      "them. To delete it with its resource: deleteOnDestroy: true, and pulumi up, before destroying it.",
  );
}

async function deleteUnused(session: TenantSession, old: ComponentState): Promise<void> {
  const find = () => session.publishing.newest(wanted(old));
  const found = await find();
  if (found === undefined) return;
  const what = `${describeComponent(old)} was not deleted`;
  requirePermission(session, found.allowRemove, { mutation: "deleteComponent", what });
  await refuseDeleteInUse(session, old);
  await explaining(session, what, () =>
    deleteOnce(
      () => session.publishing.delete(found.id),
      async () => (await find()) !== undefined,
    ),
  );
  session.components.forget(old);
}
