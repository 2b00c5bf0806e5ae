import type { CatalogInput } from "../catalogComponent.ts";
import {
  contains,
  equals,
  equalsAnyCase,
  filtered,
  oneOf,
  oneOfAnyCase,
  type Filter,
  type ListArguments,
} from "../filters.ts";
import { page, type Page } from "../paging.ts";
import type { View } from "../request.ts";

/** What an input belongs to. */
interface InputOwner {
  connection?: View;
  action?: View;
  /** A data source of the same component, by its key. */
  dataSource?: (key: string) => View | null;
}

const inputFilters: Record<string, Filter<CatalogInput>> = {
  key: equals(({ definition }) => definition.key),
  key_In: oneOf(({ definition }) => definition.key),
  label_Icontains: contains(({ definition }) => definition.label),
  shown: equals(({ definition }) => definition.shown),
  type: equalsAnyCase(({ definition }) => definition.type),
  type_In: oneOfAnyCase(({ definition }) => definition.type),
};

/** The inputs that pass the filters. */
export const inputsPage = (inputs: CatalogInput[], args: ListArguments, owner: InputOwner): Page<View> =>
  page(filtered(inputs, args, inputFilters), args, (input) => inputView(input, owner));

function inputView({ id, definition: input, parentId }: CatalogInput, owner: InputOwner): View {
  return {
    id,
    key: input.key,
    label: input.label,
    type: input.type,
    required: input.required,
    shown: input.shown,
    comments: input.comments,
    collection: input.collection ?? null,
    /** The platform fills in a default where the component declares none. */
    default: String(input.default ?? (input.type === "BOOLEAN" ? false : "")),
    /** JSON in a JSON text: the newest spectral parses it twice and takes nothing else for choices. */
    model: input.model ? JSON.stringify(JSON.stringify(input.model)) : null,
    onPremiseControlled: input.onPremiseControlled ?? false,
    example: input.example ?? null,
    placeholder: input.placeholder ?? null,
    keyLabel: input.keyLabel ?? null,
    language: input.language ?? null,
    dataSource: () => (input.dataSource ? (owner.dataSource?.(input.dataSource) ?? null) : null),
    action: owner.action ?? null,
    connection: owner.connection ?? null,
    parentId,
    scope: input.scope ?? null,
  };
}
