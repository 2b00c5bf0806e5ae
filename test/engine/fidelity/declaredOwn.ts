import type { Declared } from "../../support/declaration.ts";
import {
  BY_HAND,
  componentKeyOf,
  connectionName,
  integrationNameOf,
  ownStableKeyOf,
  stableKeyOf,
  type OwnIntegration,
  type World,
} from "./world.ts";

const componentName = (lane: number, renamed: boolean): string =>
  `lane${lane}-component${renamed ? "-renamed" : ""}`;

const ownConnectionName = (lane: number): string => `lane${lane}-connection-of-own`;

/** A component of our own, and a connection of it. */
export function componentOf({ component }: World, lane: number, bundles: readonly string[]): Declared[] {
  if (component === undefined) return [];
  const { bundle, renamed, connection } = component;
  const name = componentName(lane, renamed);
  const published: Declared = {
    type: "Component",
    name,
    args: { bundle: bundles[bundle], deleteOnDestroy: true },
  };
  if (connection === undefined) return [published];
  const args = {
    component: { $resource: name },
    connectionType: "apiKey",
    stableKey: ownStableKeyOf(lane),
    name: "Of our own",
    globalSecrets: { api_key: `own-key-${connection}` },
  };
  return [published, { type: "OrganizationGlobalConnection", name: ownConnectionName(lane), args }];
}

/** An integration. It depends on all that it has ever named, so that it goes before them. */
export function integrationOf(world: World, lane: number): Declared[] {
  const { component, integration } = world;
  if (integration === undefined) return [];
  const { renamed, by, publish, overwriteDraft } = integration;
  const { resource, stableKey } = targetOf(world, lane, integration);
  const connections = world.connections.flatMap((slot, index) =>
    slot === undefined || index === BY_HAND ? [] : [connectionName(lane, index, slot)],
  );
  const connection = by === "resource" && resource !== undefined ? { $resource: resource } : stableKey;
  return [
    {
      type: "Integration",
      name: `lane${lane}-integration${renamed ? "-renamed" : ""}`,
      args: {
        definition: definitionOf(lane, integration),
        connections: { Connection: connection },
        ...(publish ? { publish: true } : {}),
        instances: "leave",
        ...(overwriteDraft ? { overwriteDraft: true } : {}),
        deleteOnDestroy: true,
      },
      dependsOn: [
        ...connections,
        ...(component === undefined ? [] : [componentName(lane, component.renamed)]),
        ...(component?.connection === undefined ? [] : [ownConnectionName(lane)]),
      ],
    },
  ];
}

function targetOf(
  { connections }: World,
  lane: number,
  { target }: OwnIntegration,
): { resource?: string; stableKey: string } {
  if (target === "own") return { resource: ownConnectionName(lane), stableKey: ownStableKeyOf(lane) };
  const index = target === "first" ? 0 : 1;
  const slot = connections[index];
  if (target === "byHand" || slot === undefined) return { stableKey: `lane${lane}-by-hand` };
  return { resource: connectionName(lane, index, slot), stableKey: stableKeyOf(lane, index, slot) };
}

/** The definition, which names the connection by hand until it is rewired. */
function definitionOf(lane: number, { description, steps }: OwnIntegration): string {
  const http = `
      - name: Get
        action: { key: httpGet, component: { key: http, isPublic: true, version: LATEST } }
        inputs: { connection: { type: configVar, value: Connection } }`;
  const own = `
      - name: List
        action: { key: list, component: { key: ${componentKeyOf(lane)}, isPublic: false, version: LATEST } }
        inputs: {}`;
  return `definitionVersion: 7
name: ${integrationNameOf(lane)}
description: ${description}
requiredConfigVars:
  - { key: Connection, dataType: connection, useScopedConfigVar: lane${lane}-by-hand }
flows:
  - name: Flow
    steps:
      - name: Trigger
        isTrigger: true
        action: { key: webhook, component: { key: webhook-triggers, isPublic: true, version: LATEST } }
        inputs: {}${steps === "http" ? http : steps === "own" ? own : ""}
`;
}
