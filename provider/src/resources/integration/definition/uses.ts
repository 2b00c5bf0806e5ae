import { ownValue } from "../../../tenant/ownValue.ts";
import type { Definition } from "./read.ts";
import type { ComponentReference } from "./schema.ts";
import { KIND_OF_MEMBER } from "./memberKinds.ts";

/** A place that refers to a config variable. */
export interface Use {
  /** Place in the words of messages: `flow "Sync", step "Post", inputs.connection`. */
  place: string;
  /** The component of the step or data source around it; undefined where there is none. */
  component: ComponentReference | undefined;
  /** True where it only shows the variable on a page of the configuration wizard. */
  onPage: boolean;
}

type Member = Record<string, unknown>;

/**
 * All places that refer to each config variable, found by value everywhere: in inputs of nested steps, in lists, in the
 * inputs of other config variables, in schedules and on pages. An empty value is an unset connection and refers to
 * nothing.
 */
export function usesByVariable({ value }: Definition): Map<string, Use[]> {
  const uses = new Map<string, Use[]>();
  walk(value, [], undefined);
  return uses;

  function walk(node: unknown, place: string[], component: ComponentReference | undefined): void {
    if (!isMember(node)) return;
    const around = componentOf(node) ?? component;
    if (node.type === "configVar" && typeof node.value === "string" && node.value !== "") {
      const onPage = place[0]?.startsWith("page ") === true;
      const use = { place: place.join(", "), component: around, onPage };
      uses.set(node.value, [...(uses.get(node.value) ?? []), use]);
    }
    for (const [name, child] of Object.entries(node)) {
      if (Array.isArray(child)) walkList(name, child, place, around);
      else walk(child, inside(place, name), around);
    }
  }

  function walkList(
    name: string,
    list: unknown[],
    place: string[],
    component: ComponentReference | undefined,
  ): void {
    const kind = ownValue(KIND_OF_MEMBER, name);
    list.forEach((item, index) => {
      if (Array.isArray(item)) return walkList(`${name}[${index}]`, item, place, component);
      const label = isMember(item) ? (item.name ?? item.key) : undefined;
      const here =
        kind !== undefined && typeof label === "string"
          ? [...place, `${kind} "${label}"`]
          : inside(place, `${name}[${index}]`);
      walk(item, here, component);
    });
  }
}

/** All places that refer to one config variable. */
export function usesOf(definition: Definition, variable: string): Use[] {
  return usesByVariable(definition).get(variable) ?? [];
}

function inside(place: string[], name: string): string[] {
  const last = place.at(-1);
  if (last === undefined || last.includes('"')) return [...place, name];
  return [...place.slice(0, -1), `${last}${name.startsWith("[") ? "" : "."}${name}`];
}

function componentOf(node: Member): ComponentReference | undefined {
  for (const part of [node.action, node.dataSource]) {
    if (isMember(part) && isMember(part.component) && typeof part.component.key === "string") {
      return part.component as ComponentReference;
    }
  }
  return undefined;
}

function isMember(value: unknown): value is Member {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
