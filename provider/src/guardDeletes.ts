import { ResourceHook, runtime, type CustomResourceOptions } from "@pulumi/pulumi";
import { askTenant } from "./lookups/lookup.ts";
import { isMocked } from "./lookups/mocks.ts";
import type { LookupOptions } from "./lookups/options.ts";
import { isConnectionType } from "./resources/reference/kinds.ts";
import type { ConnectionState } from "./resources/connection/state.ts";
import { nameOf } from "./resources/tenant/class.ts";

/** The hooks of one run, by name: a name can be registered only once, and a process may run several programs. */
const hooks = new WeakMap<object, Map<string, ResourceHook>>();
const outsideOfRuns = {};

/**
 * Resource options that refuse to delete a connection in use already at preview: while instances, integration
 * versions, workflows or customers' saved credentials hang on it, with the number of each. Without them the refusal
 * comes when the update is about to delete. `replaceInUse` of the connection accepts its numbers here as well.
 *
 * ```ts
 * const todoist = { component: "todoist", stableKey: "todoist-customer", name: "Todoist" };
 * new CustomerConnection("todoist", todoist, guardDeletes());
 * new CustomerConnection("todoist-eu", todoist, { provider: eu, ...guardDeletes({ tenant: eu }) });
 * ```
 *
 * Each delete asks the tenant, in the program's process. Limits: the program has to run when Pulumi deletes, so
 * `pulumi destroy` needs `--run-program`; and it has to call `guardDeletes` as long as the state knows a guarded
 * connection, so when the last one goes, the call stays for one more `pulumi up`. Otherwise Pulumi stops with
 * `hook "prismatic:guardDeletes" was not registered`. In a unit test with Pulumi's mocks there are no deletes, and no options.
 *
 * @param options the tenant that the connection is in, where it has a `provider`
 */
export function guardDeletes(options: LookupOptions = {}): Pick<CustomResourceOptions, "hooks"> {
  // The monitor of the mocks has no hooks.
  if (isMocked()) return {};
  const run = runtime.getStackResource() ?? outsideOfRuns;
  const ofRun = hooks.get(run) ?? new Map<string, ResourceHook>();
  hooks.set(run, ofRun);
  const name = `prismatic:guardDeletes${options.tenant === undefined ? "" : `:${nameOf(options.tenant)}`}`;
  const hook = ofRun.get(name) ?? guard(name, options);
  ofRun.set(name, hook);
  return { hooks: { beforeDelete: [hook] } };
}

function guard(name: string, options: LookupOptions): ResourceHook {
  return new ResourceHook(
    name,
    async ({ type, id, oldOutputs }) => {
      if (!isConnectionType(type)) return;
      const { stableKey, replaceInUse } = oldOutputs as ConnectionState;
      await askTenant(options.tenant, async (session) => {
        const { requireUnused } = await import("./resources/reference/uses.ts");
        await requireUnused(session, id, stableKey, replaceInUse);
      });
    },
    { onDryRun: true },
  );
}
