import { providerConstant } from "../../provider/src/dynamic/constant.ts";
import { loaderName, type ResourceClass } from "../../provider/src/resources/names.ts";
import { engineFolder, root } from "../../tools/setup/paths.mjs";
import { startDynamicProvider, type DynamicProvider } from "./dynamicProvider.ts";
import { testEnvironment } from "./environment.ts";
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

const loaderOf = (name: ResourceClass): string => providerConstant(loaderName(name));

/** Starts the process that the engine starts, configured for `tenant`; `config` and `env` are added, or replace. */
export async function startProvider(
  tenant: Pick<TestTenant, "config" | "secrets">,
  config: Record<string, string | undefined> = {},
  env: NodeJS.ProcessEnv = {},
): Promise<Provider> {
  const all = Object.entries({ ...tenant.config, ...tenant.secrets, ...config });
  const customer = await startDynamicProvider({
    cwd: root,
    loader: loaderOf("CustomerConnection"),
    config: Object.fromEntries(all.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]))),
    env: testEnvironment(engineFolder, env),
  });
  return {
    customer,
    supplied: customer.withLoader(loaderOf("OrganizationCustomerConnection")),
    global: customer.withLoader(loaderOf("OrganizationGlobalConnection")),
    values: customer.withLoader(loaderOf("GlobalValues")),
    user: customer.withLoader(loaderOf("UserConnection")),
    testCredentials: customer.withLoader(loaderOf("TestCredentials")),
    credentials: customer.withLoader(loaderOf("CustomerCredentials")),
    credentialsSet: customer.withLoader(loaderOf("CustomerCredentialsSet")),
    flag: customer.withLoader(loaderOf("EmbeddedWorkflowFlag")),
    access: customer.withLoader(loaderOf("CustomerEmbeddedAccess")),
    component: customer.withLoader(loaderOf("Component")),
    integration: customer.withLoader(loaderOf("Integration")),
    codeNative: customer.withLoader(loaderOf("CodeNativeIntegration")),
    [Symbol.asyncDispose]: () => customer.close(),
  };
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

/** Why new arguments of a resource are refused, in the order of the refusals. */
export async function reasons(
  provider: DynamicProvider,
  { inputs }: Pick<Created, "inputs">,
  news: Record<string, unknown>,
): Promise<string[]> {
  return (await provider.check(inputs, news)).failures.map(({ reason }) => reason);
}
