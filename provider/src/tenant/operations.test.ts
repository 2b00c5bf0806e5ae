import { readdirSync, readFileSync } from "node:fs";
import { buildSchema, Kind, OperationTypeNode, parse, validate, type OperationDefinitionNode } from "graphql";
import { describe, expect, it } from "vitest";
import { printSchema } from "../../../emulator/src/graphql.ts";
import { prismaticSchema } from "../../../emulator/src/sdl.ts";
import { batchDocument } from "./batchDocument.ts";
import { codeNativeOperations } from "./codeNativeOperations.ts";
import { customerOperations } from "./customerOperations.ts";
import { identityOperations } from "./identityOperations.ts";
import { integrationOperations } from "./integrationOperations.ts";
import { operations } from "./operation.ts";
import { overviewOperations } from "./overviewOperations.ts";
import { publishingOperations } from "./publishingOperations.ts";
import { tokenOperations } from "./tokenOperations.ts";

const schema = buildSchema(printSchema(prismaticSchema()), { assumeValidSDL: true });
const every = {
  ...operations,
  ...identityOperations,
  ...customerOperations,
  ...publishingOperations,
  ...integrationOperations,
  ...codeNativeOperations,
  ...tokenOperations,
  ...overviewOperations,
};
const all = Object.values(every).map(({ name, document }) => ({ name, document: String(document) }));

function definitionOf(document: string): OperationDefinitionNode {
  const [only, ...others] = parse(document).definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  if (only === undefined || others.length > 0) throw new Error(`Not one operation: ${document}`);
  return only;
}

function rootFields({ selectionSet }: OperationDefinitionNode): string[] {
  return selectionSet.selections.map((selection) => {
    if (selection.kind !== Kind.FIELD) throw new Error("A fragment at the root of an operation");
    return selection.name.value;
  });
}

describe("What the provider can send", () => {
  it("is this list and nothing else", () => {
    const list = all.map(({ document }) => {
      const definition = definitionOf(document);
      return `${definition.operation} ${definition.name?.value}: ${rootFields(definition).join(", ")}`;
    });
    expect(list.toSorted()).toEqual([
      "mutation CreateConnection: createScopedConfigVariable",
      "mutation CreateCredentials: createCustomerConfigVariable",
      "mutation DeleteComponent: deleteComponent",
      "mutation DeleteConnection: deleteScopedConfigVariable",
      "mutation DeleteCredentials: deleteCustomerConfigVariable",
      "mutation DeleteIntegration: deleteIntegration",
      "mutation DeployInstance: deployInstance",
      "mutation ImportIntegration: importIntegration",
      "mutation MoveInstance: updateInstance",
      "mutation PublishComponent: publishComponent",
      "mutation PublishIntegration: publishIntegration",
      "mutation SetAvatar: updateIntegration",
      "mutation SetConnectionTokens: updateScopedOAuth2Connection",
      "mutation SetCredentialsTokens: updateCustomerOAuth2Connection",
      "mutation SetTestApiKeys: updateInstance",
      "mutation UpdateConnection: updateScopedConfigVariable",
      "mutation UpdateCredentials: updateCustomerConfigVariable",
      "mutation UpdateCustomer: updateCustomer",
      "mutation UpdateMarketplace: updateIntegrationMarketplaceConfiguration",
      "mutation UpdateVersionAvailability: updateIntegrationVersionAvailability",
      "mutation UpgradeInstances: bulkUpdateInstancesToLatestIntegrationVersion",
      "mutation ValidateIntegrationSchema: validateIntegrationSchema",
      "query DescribePublishing: __type, __type, __type, __type, __type, __type, __type, __type, __type, __type, __type, __type, __type",
      "query FindAvailableVersion: integration",
      "query FindCodeComponents: components",
      "query FindComponentVersion: components",
      "query FindComponents: components",
      "query FindConnections: scopedConfigVariables",
      "query FindCustomer: customers",
      "query FindCustomerCredentials: customerConfigVariables",
      "query FindIntegrations: integrations",
      "query FindPublishedComponents: components",
      "query ListComponentKeys: components",
      "query ListComponents: components",
      "query ListConnectionInstances: scopedConfigVariables",
      "query ListConnectionUses: scopedConfigVariables",
      "query ListConnections: scopedConfigVariables",
      "query ListConnectionsOfComponent: scopedConfigVariables",
      "query ListCredentials: customerConfigVariables",
      "query ListCredentialsInstances: customerConfigVariables",
      "query ListCredentialsUses: customerConfigVariables",
      "query ListCustomers: customers",
      "query ListHeldInputs: integration",
      "query ListIntegrationInstances: integration",
      "query ListIntegrations: integrations",
      "query ListIntegrationsOfConnections: scopedConfigVariables",
      "query ListIntegrationsWithComponent: integrations",
      "query ListMarketplaceVersions: integration",
      "query ListReachableTenants: listUserTenants",
      "query ListStatesOfCredentials: customerConfigVariables",
      "query ListTypesOfConnections: scopedConfigVariables",
      "query PrepareAvatar: uploadMedia",
      "query ReadCodeNativeIntegration: integration",
      "query ReadComponentAvailability: component",
      "query ReadConnections: scopedConfigVariables",
      "query ReadCredentials: customerConfigVariables",
      "query ReadCustomer: customer",
      "query ReadInstances: instances",
      "query ReadIntegration: integration",
      "query ReadIntegrationInstances: instances",
      "query ReadIntegrationVersions: integration",
      "query ReadOrganization: organization",
      "query ReadPermissions: authenticatedUser",
      "query WhoAmI: authenticatedUser",
    ]);
  });

  it("logs no customer out and disables no instance", () => {
    const fields = all.flatMap(({ document }) => rootFields(definitionOf(document)));
    expect(fields.filter((field) => /^(disconnect|bulkDisable)/i.test(field))).toEqual([]);
  });

  it("comes from the operation files alone", () => {
    const folder = new URL("operations/", import.meta.url);
    const texts = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), "utf8"));
    const named = [...texts.join("\n").matchAll(/^(?:query|mutation|subscription) (\w+)/gm)];
    expect(named.map(([, name]) => name).toSorted()).toEqual(all.map(({ name }) => name).toSorted());
  });

  it.each(all)("agrees with Prismatic's schema: $name", ({ name, document }) => {
    expect(definitionOf(document).name?.value).toBe(name);
    expect(validate(schema, parse(document))).toEqual([]);
  });

  it("agrees with the schema as a batch of all mutations as well, each of them twice", () => {
    const isMutation = ({ operation }: OperationDefinitionNode) => operation === OperationTypeNode.MUTATION;
    const mutations = all.filter(({ document }) => isMutation(definitionOf(document)));
    const document = parse(batchDocument([...mutations, ...mutations]));
    expect(validate(schema, document)).toEqual([]);
    const fields = rootFields(definitionOf(batchDocument(mutations)));
    expect(fields).toEqual(mutations.flatMap((mutation) => rootFields(definitionOf(mutation.document))));
  });
});
