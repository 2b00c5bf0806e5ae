import { readConfigValues, type ConfigVariableInput } from "../configValueInput.ts";
import { deploy } from "../deployments.ts";
import { Problems, recordNotFound, refuse } from "../errors.ts";
import { given } from "../filters.ts";
import { newId } from "../ids.ts";
import type { ConfigValue, InstanceRecord } from "../model.ts";
import type { ApiRequest, View } from "../request.ts";
import type { Tenant } from "../tenant.ts";
import { revisionOfInstance, type IntegrationRevision } from "../usage.ts";
import { instanceView } from "./instances.ts";
import { integrationView } from "./integrations.ts";
import { refuseUnimplemented } from "./unimplemented.ts";
import { latestAvailable, requiredRevision } from "./revisions.ts";

interface ById {
  id?: string | null;
}

interface CreateInput {
  name: string;
  description?: string | null;
  labels?: (string | null)[] | null;
  /** The integration, for its latest version, or one of its versions. */
  integration: string;
  customer: string;
  configVariables?: (ConfigVariableInput | null)[] | null;
}

interface UpdateInput extends Partial<Omit<CreateInput, "customer" | "name">> {
  id?: string | null;
  name?: string | null;
  enabled?: boolean | null;
  preserveDeployState?: boolean | null;
}

type Entered = (ConfigVariableInput | null)[] | null | undefined;

function existing(tenant: Tenant, id: string | null | undefined): InstanceRecord {
  if (!id) refuse("id", "This field is required.");
  const record = tenant.instances.get(id);
  if (!record) throw recordNotFound();
  return record;
}

/** The published version that an id means: for the integration's own it is the latest. */
function publishedVersion(tenant: Tenant, id: string): IntegrationRevision {
  const revision = requiredRevision(tenant, id);
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

/** `createInstance`: nothing of it runs before it is deployed. */
function createInstance({ input }: { input: CreateInput }, { tenant }: ApiRequest): View {
  refuseUnimplemented(input, ["flowConfigs", "configMode", "logsDisabled", "stepResultsDisabled"]);
  if (input.name.trim() === "") refuse("name", "This field cannot be blank.");
  if (!tenant.customers.get(input.customer)) throw recordNotFound();
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
  return { instance: instanceView(tenant, record) };
}

/** `updateInstance`: config variables that a list of them leaves out have their defaults again. */
function updateInstance({ input }: { input: UpdateInput }, { tenant }: ApiRequest): View {
  const { id, name, description, enabled, labels, integration, configVariables } = input;
  refuseUnimplemented(input, [
    "flowConfigs",
    "configMode",
    "logsDisabled",
    "stepResultsDisabled",
    "globalDebug",
  ]);
  const old = existing(tenant, id);
  if (name?.trim() === "") refuse("name", "This field cannot be blank.");
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
  return { instance: instanceView(tenant, record) };
}

/** `updateInstanceConfigVariables`: those that it leaves out stay as they are. */
function updateInstanceConfigVariables(
  { input }: { input: ById & { configVariables?: Entered } },
  { tenant }: ApiRequest,
): View {
  refuseUnimplemented(input, ["configMode", "configComplete"]);
  const old = existing(tenant, input.id);
  const values = entered(tenant, revisionOfInstance(tenant, old), input.configVariables, old.configVariables);
  const keys = new Set(values.map(({ key }) => key));
  const record = tenant.instances.put({
    ...old,
    configVariables: [...old.configVariables.filter(({ key }) => !keys.has(key)), ...values],
    needsDeploy: old.needsDeploy || values.length > 0,
    updatedAt: tenant.stack.clock.after(old.updatedAt),
  });
  return { instance: instanceView(tenant, record) };
}

/** `deployInstance`: with `force` even where config variables have no value. */
function deployInstance(
  { input }: { input: ById & { force?: boolean | null } },
  { tenant }: ApiRequest,
): View {
  const old = existing(tenant, input.id);
  const { redeployed, messages } = deploy(tenant, old, input.force === true);
  return {
    instance: instanceView(tenant, existing(tenant, old.id)),
    errors: redeployed ? [] : [{ field: "__all__", messages }],
  };
}

/** `deleteInstance`. */
function deleteInstance({ input }: { input: ById }, { tenant }: ApiRequest): View {
  const record = existing(tenant, input.id);
  tenant.instances.delete(record.id);
  return { instance: instanceView(tenant, record) };
}

/**
 * `bulkUpdateInstancesToLatestIntegrationVersion`: sets all instances to the latest version, and deploys again
 * those that were deployed. One that fails keeps running on what it had and needs to be deployed; the payload
 * has no place to say so.
 */
function updateInstancesToLatest({ input }: { input: ById }, { tenant }: ApiRequest): View {
  const { integration } = requiredRevision(tenant, input.id);
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
  return { integration: integrationView(tenant, { integration, version }) };
}

/** Changing and deploying instances. */
export const instanceMutations = {
  createInstance,
  updateInstance,
  updateInstanceConfigVariables,
  deployInstance,
  deleteInstance,
  bulkUpdateInstancesToLatestIntegrationVersion: updateInstancesToLatest,
};
