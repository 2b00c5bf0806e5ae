import type { CatalogConnectionType } from "../catalogComponent.ts";
import { anything, contains, equals, equalsAnyCase, isNull, oneOfAnyCase } from "../graph/filters.ts";
import { columns, partsOf, type ObjectType } from "../graph/objectType.ts";
import type { Tenant } from "../tenant.ts";
import { fileAddress, type UploadKind } from "../uploads.ts";

const icon = (
  tenant: Tenant,
  kind: UploadKind,
  { component, definition }: CatalogConnectionType,
): string | null => fileAddress(tenant, { kind, ownerId: component.id, connection: definition.key });

/** `Connection`: a connection type. */
export const connectionType: ObjectType<CatalogConnectionType> = {
  fields: {
    ...columns("id", "component", "order", "inputs"),
    ...partsOf(
      ({ definition }: CatalogConnectionType) => definition,
      "key",
      "label",
      "comments",
      "oauth2Type",
    ),
    default: ({ order }) => order === 0,
    onPremiseAvailable: ({ definition }) => definition.onPremiseAvailable ?? false,
    iconUrl: (type, { tenant }) => icon(tenant, "connection-icon", type),
    avatarIconUrl: (type, { tenant }) => icon(tenant, "connection-avatar-icon", type),
  },
  filters: {
    key: equals(({ definition }) => definition.key),
    key_Icontains: contains(({ definition }) => definition.key),
    label_Icontains: contains(({ definition }) => definition.label),
    oauth2Type: equalsAnyCase(({ definition }) => definition.oauth2Type),
    oauth2Type_In: oneOfAnyCase(({ definition }) => definition.oauth2Type),
    oauth2Type_Isnull: isNull(({ definition }) => definition.oauth2Type),
    includeForCodeNativeIntegrations: anything,
  },
  orders: {
    KEY: ({ definition }) => definition.key,
    LABEL: ({ definition }) => definition.label,
    ORDER: "order",
  },
};
