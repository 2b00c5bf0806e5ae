import { release } from "../../dynamic/claims.ts";
import type { Difference, Lifecycle, PlannedMutation, RestOfRun, Step } from "../../dynamic/lifecycle.ts";
import { notice } from "../../dynamic/writing.ts";
import { isUnknown } from "../../dynamic/wire.ts";
import { RefusedError, UnreachableError } from "../../tenant/errors.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { explaining } from "../../dynamic/writing.ts";
import { componentClaim } from "../claims.ts";
import { checkComponent } from "./check.ts";
import { publish } from "./publish.ts";
import {
  describeComponent,
  outputsOf,
  refreshed,
  wanted,
  type CheckedComponent,
  type ComponentOutputs,
  type KnownComponent,
} from "./state.ts";
import { refuseDeleteInUse } from "./uses.ts";

/** The life of a component. Its id is that of all its versions. */
export const componentLifecycle: Lifecycle = {
  secretArguments: [],
  check: checkComponent,
  diff: (olds, news) => diff(asOutputs(olds), news as unknown as CheckedComponent),
  claims: (inputs) => thingsOf(inputs as unknown as CheckedComponent),
  plan: plannedMutations,

  async create(session, inputs) {
    const declared = asKnown(inputs);
    const { id, component } = await publish(session, declared, undefined);
    return { id, outputs: { ...outputsOf(declared, component) } };
  },

  async read(session, _id, outputs) {
    const old = asOutputs(outputs);
    const found = await session.publishing.newest(wanted(old));
    if (found === undefined) return undefined;
    const { inputs, outputs: current } = refreshed(old, found);
    return { inputs: { ...inputs }, outputs: { ...current } };
  },

  async update(session, id, olds, news) {
    const old = asOutputs(olds);
    const declared = asKnown(news);
    if (old.signature === declared.signature) {
      const { versionNumber, schemaVersion } = old;
      return { ...declared, versionNumber, schemaVersion };
    }
    const { component } = await publish(session, declared, id);
    return { ...outputsOf(declared, component) };
  },

  async delete(session, _id, outputs) {
    const old = asOutputs(outputs);
    await release(session, thingsOf(old), async () => {
      if (old.deleteOnDestroy === true) await deleteUnused(session, old);
      else tellThatItIsKept(session, old);
    });
  },
};

function asKnown(properties: object): KnownComponent {
  return properties as KnownComponent;
}

function asOutputs(properties: object): ComponentOutputs {
  return properties as ComponentOutputs;
}

/** A bundle that is not known yet may be another component only in theory: replacing is not announced for it. */
function diff(olds: ComponentOutputs, news: CheckedComponent): Difference {
  const differs = (name: "key" | "public" | "customer") =>
    !isUnknown(news[name]) && olds[name] !== news[name];
  const replaces = (["key", "public", "customer"] as const).filter(differs);
  const changes =
    replaces.length > 0 ||
    olds.signature !== news.signature ||
    (olds.deleteOnDestroy ?? false) !== (news.deleteOnDestroy ?? false);
  return { changes, replaces };
}

/** Where another resource has the component until now, of another name, only another bundle is published. */
function plannedMutations(step: Step, { held, isClaimed }: RestOfRun): PlannedMutation[] {
  if (step.op === "delete") {
    const old = asOutputs(step.olds);
    if (old.deleteOnDestroy !== true || thingsOf(old).some(isClaimed)) return [];
    return [{ field: "deleteComponent", stableKey: old.key }];
  }
  const news = asKnown(step.news);
  const { key, signature } = news;
  const olds = step.op === "update" ? step.olds : thingsOf(news).map(held)[0];
  const same = olds !== undefined && asOutputs(olds).signature === signature;
  return same ? [] : [{ field: "publishComponent", stableKey: key }];
}

/** A renamed resource must not delete what is its new name's. */
function thingsOf({ key, public: isPublic, customer }: CheckedComponent): string[] {
  if (isUnknown(key) || isUnknown(isPublic) || isUnknown(customer)) return [];
  return [componentClaim({ key, public: isPublic, customer })];
}

function tellThatItIsKept(session: TenantSession, old: ComponentOutputs): void {
  notice(
    `${describeComponent(old)} is kept in ${session.tenant} with all its versions, because integrations may use ` +
      "them. To delete it with its resource: deleteOnDestroy: true, and pulumi up, before destroying it.",
  );
}

/** Deletes; one that is gone already counts as deleted, and a lost answer is looked into before it is sent again. */
async function deleteUnused(session: TenantSession, old: ComponentOutputs): Promise<void> {
  const find = () => session.publishing.newest(wanted(old));
  const found = await find();
  if (found === undefined) return;
  await refuseDeleteInUse(session, old);
  await explaining(session, `${describeComponent(old)} was not deleted`, async () => {
    try {
      await session.publishing.delete(found.id);
    } catch (error) {
      if (error instanceof RefusedError && error.notFound) return;
      if (!(error instanceof UnreachableError && error.outcomeUnknown)) throw error;
      if ((await find()) !== undefined) await session.publishing.delete(found.id);
    }
  });
  session.components.forget(old);
}
