import { providerConstant } from "../../provider/src/dynamic/constant.ts";
import { loaderName, type ResourceClass } from "../../provider/src/resources/names.ts";
import { engineFolder, root } from "../../tools/setup/paths.mjs";
import { DynamicProvider } from "./dynamicProvider.ts";
import { testEnvironment } from "./environment.ts";
import { beginPooledRun } from "./providerPool.ts";
import { ProviderProcess, type ProviderRun } from "./providerProcess.ts";
import type { TestTenant } from "./tenant.ts";

/** Pulumi's process for dynamic providers, with one door for each type of resource. */
export interface Provider extends AsyncDisposable {
  customer: DynamicProvider;
  supplied: DynamicProvider;
  global: DynamicProvider;
  values: DynamicProvider;
  user: DynamicProvider;
  testCredentials: DynamicProvider;
  credentials: DynamicProvider;
  credentialsSet: DynamicProvider;
  flag: DynamicProvider;
  access: DynamicProvider;
  component: DynamicProvider;
  integration: DynamicProvider;
  codeNative: DynamicProvider;
}

/**
 * Begins a run of the provider as the engine does, configured for `tenant`; `config` is added, or replaces. With `env`,
 * also added, it has a process of its own; without, one that may have served earlier runs (`providerPool.ts`).
 */
export async function startProvider(
  tenant: Pick<TestTenant, "config" | "secrets">,
  config: Record<string, string | undefined> = {},
  env?: NodeJS.ProcessEnv,
): Promise<Provider> {
  const all = Object.entries({ ...tenant.config, ...tenant.secrets, ...config });
  const environment = testEnvironment(engineFolder, env);
  const run = await (env === undefined ? beginPooledRun(environment) : beginRun(environment));
  const door = (name: ResourceClass) =>
    new DynamicProvider(run, run.loaderFor(providerConstant(loaderName(name))));
  const customer = door("CustomerConnection");
  await customer.configure(
    Object.fromEntries(all.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]))),
  );
  return {
    customer,
    supplied: door("OrganizationCustomerConnection"),
    global: door("OrganizationGlobalConnection"),
    values: door("GlobalValues"),
    user: door("UserConnection"),
    testCredentials: door("TestCredentials"),
    credentials: door("CustomerCredentials"),
    credentialsSet: door("CustomerCredentialsSet"),
    flag: door("EmbeddedWorkflowFlag"),
    access: door("CustomerEmbeddedAccess"),
    component: door("Component"),
    integration: door("Integration"),
    codeNative: door("CodeNativeIntegration"),
    [Symbol.asyncDispose]: () => run.end(),
  };
}

async function beginRun(env: NodeJS.ProcessEnv): Promise<ProviderRun> {
  const process = new ProviderProcess({ cwd: root, env });
  await process.ready();
  return { process, loaderFor: (constant) => constant, end: () => process.end() };
}

/** A resource as the engine knows it. */
export interface Created {
  id: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
}

/** Creates a resource as the engine does: the arguments are checked first, and what came back is sent. */
export async function checkAndCreate(
  provider: DynamicProvider,
  args: Record<string, unknown>,
): Promise<Created> {
  const { inputs, failures } = await provider.check({}, args);
  if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
  return { inputs, ...(await provider.create(inputs)) };
}

/** Reasons for which new arguments of a resource are refused, in the order of the refusals. */
export async function reasons(
  provider: DynamicProvider,
  { inputs }: Pick<Created, "inputs">,
  news: Record<string, unknown>,
): Promise<string[]> {
  return (await provider.check(inputs, news)).failures.map(({ reason }) => reason);
}
