import type { CatalogComponent } from "../catalogComponent.ts";
import type { Tenant } from "../tenant.ts";
import { placeOf } from "./parse.ts";
import type { ComponentReference, ConfigVariable, Definition } from "./schema.ts";
import { componentReferences, variableUses, type PlacedReference } from "./walk.ts";

/** The contradictions in a definition, which no tenant would take. */
export function contradictions(definition: Definition): string[] {
  const variables = definition.requiredConfigVars ?? [];
  const known = new Set(variables.map(({ key }) => key));
  const unknownVariables = variableUses(definition)
    .filter(({ value }) => !known.has(value))
    .map(({ path, value }) => `${placeOf(path)}: there is no config variable ${JSON.stringify(value)}.`);
  const flows = definition.flows.map(({ name }) => name);
  const preprocess = definition.preprocessFlowName;
  return [
    ...repeated(variables.map(({ key }) => key)).map(
      (key) => `requiredConfigVars: ${JSON.stringify(key)} is the key of several config variables.`,
    ),
    ...variables.flatMap(variableContradictions),
    ...repeated(flows).map((name) => `flows: ${JSON.stringify(name)} is the name of several flows.`),
    ...definition.flows.flatMap(({ steps }, index) => triggerProblems(steps, index)),
    ...unknownVariables,
    ...(preprocess && !flows.includes(preprocess)
      ? [`preprocessFlowName: there is no flow ${JSON.stringify(preprocess)}.`]
      : []),
  ];
}

const repeated = (texts: string[]): string[] => [
  ...new Set(texts.filter((each, index) => texts.indexOf(each) < index)),
];

function variableContradictions(variable: ConfigVariable, index: number): string[] {
  const place = `requiredConfigVars[${index}]`;
  if (variable.connection && variable.useScopedConfigVar !== undefined) {
    return [`${place}: a connection of its own and useScopedConfigVar exclude each other.`];
  }
  const isConnection = variable.connection !== undefined || variable.useScopedConfigVar !== undefined;
  if (variable.dataType === "connection" && !isConnection) {
    return [`${place}: a connection needs connection or useScopedConfigVar.`];
  }
  if (isConnection && variable.dataType !== undefined && variable.dataType !== "connection") {
    return [`${place}.dataType: connection is expected, not ${variable.dataType}.`];
  }
  return [];
}

function triggerProblems(steps: Definition["flows"][number]["steps"], flow: number): string[] {
  const triggers = steps.filter(({ isTrigger }) => isTrigger).length;
  return triggers === 1 && steps[0]?.isTrigger
    ? []
    : [
        `flows[${flow}].steps: exactly the first step has isTrigger: true, and here ${triggers} steps have it.`,
      ];
}

/** The version of a component that a reference means in a tenant. */
export function referencedComponent(
  tenant: Tenant,
  { component }: ComponentReference,
): CatalogComponent | undefined {
  const versions = tenant.catalog.versions(component.key, component.isPublic);
  if (component.version === "LATEST") return versions.at(-1);
  return component.version === undefined
    ? versions.findLast(({ signature }) => signature === component.signature)
    : versions.find(({ definition }) => definition.versionNumber === component.version);
}

/** The component versions that a definition names, once each, without those that the tenant lacks. */
export function usedComponents(tenant: Tenant, definition: Definition): CatalogComponent[] {
  const found = componentReferences(definition).flatMap(
    ({ value }) => referencedComponent(tenant, value) ?? [],
  );
  return [...new Map(found.map((component) => [component.id, component])).values()];
}

const offers = (component: CatalogComponent, kind: PlacedReference["kind"]): string[] =>
  kind === "connection type"
    ? component.definition.connections.map(({ key }) => key)
    : component.definition.actions
        .filter((action) => {
          if (kind === "data source") return action.isDataSource;
          return !action.isDataSource && action.isTrigger === (kind === "trigger");
        })
        .map(({ key }) => key);

/** The problems of references to components, versions or parts of components that the tenant lacks. */
export function missingComponents(tenant: Tenant, definition: Definition): string[] {
  return componentReferences(definition).flatMap(({ path, kind, value }) => {
    const { key, isPublic, version, signature } = value.component;
    const label = `${isPublic ? "public" : "private"} component ${JSON.stringify(key)}`;
    const component = referencedComponent(tenant, value);
    if (!component) {
      const known = tenant.catalog.versions(key, isPublic).length > 0;
      const what = known
        ? `the ${label} has no version ${version ?? `with the signature ${signature}`}`
        : `there is no ${label}`;
      return [`${placeOf([...path, "component"])}: ${what} in this tenant.`];
    }
    if (offers(component, kind).includes(value.key)) return [];
    return [
      `${placeOf([...path, "key"])}: the ${label} has no ${kind} ${JSON.stringify(value.key)} ` +
        `in its version ${component.definition.versionNumber}.`,
    ];
  });
}
