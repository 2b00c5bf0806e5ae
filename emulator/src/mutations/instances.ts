import { readConfigValues, type ConfigVariableInput } from "../configValueInput.ts";
import { deploy } from "../deployments.ts";
import { found, Problems, refuse } from "../errors.ts";
import { newId } from "../ids.ts";
import { mergedInputs } from "../inputs.ts";
import type { ConfigValue, InstanceRecord, ShownInput } from "../model.ts";
import { given, type ApiRequest } from "../request.ts";
import { latestAvailable, revisionOfInstance, type IntegrationRevision } from "../revisions.ts";
import type { Tenant } from "../tenant.ts";
import { existing, existingRevision, refuseBlankName, refuseUnimplemented, type ById } from "./input.ts";

interface CreateInput {
  name: string;
  description?: string | null;
  labels?: (string | null)[] | null;
  /** The integration, for its latest version, or one of its versions. */
  integration: string;
  customer: string;
  configVariables?: (ConfigVariableInput | null)[] | null;
}

interface UpdateInput extends ById, Partial<Omit<CreateInput, "customer" | "name">> {
  name?: string | null;
  enabled?: boolean | null;
  preserveDeployState?: boolean | null;
}

const inputsOf = ({ configVariables }: InstanceRecord, wanted: string): ShownInput[] =>
  configVariables.find(({ key }) => key === wanted)?.inputs ?? [];

type Entered = (ConfigVariableInput | null)[] | null | undefined;

/** The published version that an id means: for the integration's own it is the latest. */
function publishedVersion(tenant: Tenant, id: string): IntegrationRevision {
  const revision = existingRevision(tenant, id);
  const version = revision.version ?? latestAvailable(revision.integration);
  if (!version) refuse("integration", "The integration has no published version that is available.");
  return { integration: revision.integration, version };
}

const numberOf = ({ version }: IntegrationRevision): number => version?.number ?? 0;

function entered(
  tenant: Tenant,
  revision: IntegrationRevision,
  inputs: Entered,
  old: ConfigValue[],
): ConfigValue[] {
  const problems = new Problems();
  const values = readConfigValues(tenant, revision, inputs ?? [], old, problems);
  problems.throwIfAny();
  return values;
}

/** `createInstance`: creates an instance, which does not run before it is deployed. */
export function createInstance(input: CreateInput, { tenant }: ApiRequest): object {
  refuseUnimplemented(input, ["flowConfigs", "configMode", "logsDisabled", "stepResultsDisabled"]);
  refuseBlankName(input.name);
  found(tenant.customers.get(input.customer));
  const revision = publishedVersion(tenant, input.integration);
  const now = tenant.stack.clock.now().toISOString();
  const record = tenant.instances.put({
    id: newId("Instance"),
    name: input.name,
    description: input.description ?? "",
    labels: (input.labels ?? []).filter(given),
    customer: input.customer,
    integration: revision.integration.id,
    integrationVersion: numberOf(revision),
    configVariables: entered(tenant, revision, input.configVariables, []),
    deployedVersion: 0,
    enabled: true,
    needsDeploy: true,
    lastDeployedAt: null,
    createdAt: now,
    updatedAt: now,
  });
  return { instance: record };
}

/** `updateInstance`: changes the given parts; config variables that a list of them leaves out have their defaults. */
export function updateInstance(input: UpdateInput, { tenant }: ApiRequest): object {
  const { id, name, description, enabled, labels, integration, configVariables } = input;
  refuseUnimplemented(input, [
    "flowConfigs",
    "configMode",
    "logsDisabled",
    "stepResultsDisabled",
    "globalDebug",
  ]);
  const old = existing(tenant.instances, id);
  refuseBlankName(name);
  const revision = integration ? publishedVersion(tenant, integration) : revisionOfInstance(tenant, old);
  if (revision.integration.id !== old.integration) {
    refuse("integration", "An instance stays with its integration; a version of that one is expected.");
  }
  const changesDeployment = Boolean(integration) || given(configVariables);
  const record = tenant.instances.put({
    ...old,
    name: name ?? old.name,
    description: description ?? old.description,
    enabled: enabled ?? old.enabled,
    labels: labels?.filter(given) ?? old.labels,
    integrationVersion: integration ? numberOf(revision) : old.integrationVersion,
    configVariables: given(configVariables)
      ? entered(tenant, revision, configVariables, old.configVariables)
      : old.configVariables,
    needsDeploy: old.needsDeploy || (changesDeployment && input.preserveDeployState !== true),
    updatedAt: tenant.stack.clock.after(old.updatedAt),
  });
  return { instance: record };
}

/**
 * `updateInstanceConfigVariables`: sets the given config variables, and of a connection the given inputs, and leaves the
 * others as they are.
 */
export function updateInstanceConfigVariables(
  input: ById & { configVariables?: Entered },
  { tenant }: ApiRequest,
): object {
  refuseUnimplemented(input, ["configMode", "configComplete"]);
  const old = existing(tenant.instances, input.id);
  const values = entered(tenant, revisionOfInstance(tenant, old), input.configVariables, old.configVariables);
  const keys = new Set(values.map(({ key }) => key));
  const record = tenant.instances.put({
    ...old,
    configVariables: [
      ...old.configVariables.filter(({ key }) => !keys.has(key)),
      ...values.map((value) => ({
        ...value,
        inputs: mergedInputs(inputsOf(old, value.key), value.inputs, true),
      })),
    ],
    needsDeploy: old.needsDeploy || values.length > 0,
    updatedAt: tenant.stack.clock.after(old.updatedAt),
  });
  return { instance: record };
}

/** `deployInstance`: deploys an instance, with `force` even where config variables have no value. */
export function deployInstance(input: ById & { force?: boolean | null }, { tenant }: ApiRequest): object {
  const old = existing(tenant.instances, input.id);
  const { redeployed, messages } = deploy(tenant, old, input.force === true);
  return {
    instance: existing(tenant.instances, old.id),
    errors: redeployed ? [] : [{ field: "__all__", messages }],
  };
}

/** `deleteInstance`: deletes an instance. */
export function deleteInstance(input: ById, { tenant }: ApiRequest): object {
  const record = existing(tenant.instances, input.id);
  tenant.instances.delete(record.id);
  return { instance: record };
}

/**
 * `bulkUpdateInstancesToLatestIntegrationVersion`: sets all instances to the latest version, and deploys those that were
 * deployed before. One that fails keeps running on its old version and needs to be deployed; the payload has no place to
 * say so.
 */
export function updateInstancesToLatest(input: ById, { tenant }: ApiRequest): object {
  const { integration } = existingRevision(tenant, input.id);
  const version = latestAvailable(integration);
  if (!version) refuse("id", "The integration has no published version that is available.");
  for (const instance of tenant.instances.all()) {
    if (instance.integration !== integration.id) continue;
    const moved = instance.integrationVersion !== version.number;
    const updated = tenant.instances.put({
      ...instance,
      integrationVersion: version.number,
      needsDeploy: instance.needsDeploy || moved,
    });
    if (updated.lastDeployedAt !== null) deploy(tenant, updated);
  }
  return { integration: { integration, version } };
}
