import { readConfigValues, type ConfigVariableInput } from "../configValueInput.ts";
import { deploy } from "../deployments.ts";
import { found, Problems, refuse } from "../errors.ts";
import { newId } from "../ids.ts";
import { mergedInputs } from "../inputs.ts";
import type { ConfigValue, InstanceRecord, IntegrationRecord, ShownInput } from "../model.ts";
import { storedLabels } from "../labels.ts";
import { given, type ApiRequest } from "../request.ts";
import {
  draftOf,
  isAvailable,
  latestAvailable,
  revisionId,
  revisionOfInstance,
  type IntegrationRevision,
} from "../revisions.ts";
import type { Tenant } from "../tenant.ts";
import { testedIn, testInstance } from "../testInstances.ts";
import { flowKeys, refuseOtherMode, type FlowConfigs } from "./flowConfigs.ts";
import { existing, existingRevision, refuseBlankName, refuseUnimplemented, type ById } from "./input.ts";

interface CreateInput {
  name: string;
  description?: string | null;
  labels?: (string | null)[] | null;
  /** The integration, for its latest version, or one of its versions. */
  integration: string;
  customer: string;
  configVariables?: (ConfigVariableInput | null)[] | null;
  flowConfigs?: FlowConfigs;
}

interface UpdateInput extends ById, Partial<Omit<CreateInput, "customer" | "name">> {
  name?: string | null;
  enabled?: boolean | null;
  preserveDeployState?: boolean | null;
  configMode?: string | null;
}

const inputsOf = ({ configVariables }: InstanceRecord, wanted: string): ShownInput[] =>
  configVariables.find(({ key }) => key === wanted)?.inputs ?? [];

type Entered = (ConfigVariableInput | null)[] | null | undefined;

/** The version that an instance may be set to by an id: for the integration's own it is the latest. */
function usableVersion(tenant: Tenant, id: string): IntegrationRevision {
  const revision = existingRevision(tenant, id);
  if (revision.version && !isAvailable(tenant, revision)) {
    refuse("integration", `The version ${revision.version.number} of the integration is not available.`);
  }
  const version = revision.version ?? latestAvailable(tenant, revision.integration);
  if (!version) refuse("integration", "The integration has no published version that is available.");
  return { integration: revision.integration, version };
}

/** The version to which an update sets an instance; it may name one that it has, even if that was withdrawn. */
function wantedVersion(tenant: Tenant, instance: InstanceRecord, id: ById["id"]): IntegrationRevision {
  const current = revisionOfInstance(tenant, instance);
  return !id || id === revisionId(tenant, current) ? current : usableVersion(tenant, id);
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

/** `createInstance`: creates an instance, which its first deployment enables. */
export function createInstance(input: CreateInput, { tenant }: ApiRequest): object {
  refuseUnimplemented(input, ["configMode", "logsDisabled", "stepResultsDisabled"]);
  refuseBlankName(input.name);
  found(tenant.customers.get(input.customer));
  const revision = usableVersion(tenant, input.integration);
  const now = tenant.stack.clock.now().toISOString();
  const record = tenant.instances.put({
    id: newId("Instance"),
    name: input.name,
    description: input.description ?? "",
    labels: storedLabels(input.labels ?? []),
    customer: input.customer,
    integration: revision.integration.id,
    integrationVersion: numberOf(revision),
    configVariables: entered(tenant, revision, input.configVariables, []),
    flowKeys: flowKeys(tenant, revision, input.flowConfigs, []),
    deployedVersion: 0,
    enabled: false,
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
  refuseUnimplemented(input, ["logsDisabled", "stepResultsDisabled", "globalDebug"]);
  refuseOtherMode(input.configMode);
  const tested = testedIn(tenant, id ?? "");
  if (tested) return updateTests(input, tenant, tested);
  const old = existing(tenant.instances, id);
  refuseBlankName(name);
  const revision = wantedVersion(tenant, old, integration);
  if (revision.integration.id !== old.integration) {
    refuse("integration", "An instance stays with its integration; a version of that one is expected.");
  }
  const changesDeployment = Boolean(integration) || given(configVariables);
  const record = tenant.instances.put({
    ...old,
    name: name ?? old.name,
    description: description ?? old.description,
    enabled: enabled ?? old.enabled,
    labels: labels ? storedLabels(labels) : old.labels,
    integrationVersion: numberOf(revision),
    configVariables: given(configVariables)
      ? entered(tenant, revision, configVariables, old.configVariables)
      : old.configVariables,
    flowKeys: flowKeys(tenant, revision, input.flowConfigs, old.flowKeys ?? []),
    needsDeploy: old.needsDeploy || (changesDeployment && input.preserveDeployState !== true),
    updatedAt: tenant.stack.clock.after(old.updatedAt),
  });
  return { instance: record };
}

/** The test instance of an integration takes keys for its flows; all else of it is made from the draft. */
function updateTests(input: UpdateInput, tenant: Tenant, integration: IntegrationRecord): object {
  refuseUnimplemented(input, ["name", "description", "labels", "enabled", "integration", "configVariables"]);
  const testFlowKeys = flowKeys(
    tenant,
    draftOf(integration),
    input.flowConfigs,
    integration.testFlowKeys ?? [],
  );
  return { instance: testInstance(tenant, tenant.integrations.put({ ...integration, testFlowKeys })) };
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
