import type { CatalogInput } from "../catalogComponent.ts";
import { anything, contains, equals, equalsAnyCase, oneOf, oneOfAnyCase } from "../graph/filters.ts";
import { columns, partsOf, type ObjectType } from "../graph/objectType.ts";
import type { PlacedInput } from "../inputs.ts";
import { isWriteOnly } from "../writeOnly.ts";

/** `InputField`: an input as a component declares it. */
export const inputField: ObjectType<CatalogInput> = {
  fields: {
    ...columns("id", "parentId", "action"),
    ...partsOf(
      ({ definition }: CatalogInput) => definition,
      "key",
      "label",
      "type",
      "required",
      "shown",
      "comments",
      "collection",
      "example",
    ),
    ...partsOf(({ definition }: CatalogInput) => definition, "placeholder", "keyLabel", "language", "scope"),
    connection: ({ connectionType }) => connectionType,
    keyPath: ({ definition: { key, parents } }) => [...(parents ?? []), key],
    // The platform fills in a default where the component declares none.
    default: ({ definition: { type, default: declared } }) =>
      String(declared ?? (type === "BOOLEAN" ? false : "")),
    // JSON in a JSON text: the newest spectral parses it twice and takes nothing else for choices.
    model: ({ definition: { model } }) => (model ? JSON.stringify(JSON.stringify(model)) : null),
    onPremiseControlled: ({ definition }) => definition.onPremiseControlled ?? false,
    dataSource: ({ definition, action }) =>
      action?.component.actions.find(
        (each) => each.definition.isDataSource && each.definition.key === definition.dataSource,
      ),
  },
  filters: {
    key: equals(({ definition }) => definition.key),
    key_In: oneOf(({ definition }) => definition.key),
    label_Icontains: contains(({ definition }) => definition.label),
    shown: equals(({ definition }) => definition.shown),
    type: equalsAnyCase(({ definition }) => definition.type),
    type_In: oneOfAnyCase(({ definition }) => definition.type),
  },
};

/** `Expression`: the value of an input; that of a write-only one is empty. */
export const expression: ObjectType<PlacedInput> = {
  fields: {
    ...partsOf(({ input }: PlacedInput) => input, "name", "type"),
    id: ({ ownerId, input }, { tenant }) => tenant.derivedId("InputExpression", `${ownerId}/${input.name}`),
    value: ({ input, type }, { tenant }) => (isWriteOnly(tenant, input, type) ? "" : input.value),
    hasValue: ({ input }) => input.value !== "",
    meta: ({ input }) => JSON.stringify(input.meta),
  },
  filters: { visibleToCustomerDeployer: anything, visibleToOrgDeployer: anything },
};
