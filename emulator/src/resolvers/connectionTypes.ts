import type { CatalogConnectionType } from "../catalogComponent.ts";
import type { ListArguments } from "../filters.ts";
import type { View } from "../request.ts";
import type { Tenant } from "../tenant.ts";
import { fileAddress } from "../uploads.ts";
import { componentView } from "./components.ts";
import { inputsPage } from "./inputFields.ts";

/** A connection type as the API shows it: its type `Connection`. */
export function connectionTypeView(tenant: Tenant, type: CatalogConnectionType): View {
  const { definition, component } = type;
  const place = { ownerId: component.id, connection: definition.key };
  const view: View = {
    id: type.id,
    key: definition.key,
    label: definition.label,
    comments: definition.comments,
    component: () => componentView(tenant, component),
    default: type.order === 0,
    oauth2Type: definition.oauth2Type,
    onPremiseAvailable: definition.onPremiseAvailable ?? false,
    order: type.order,
    iconUrl: () => fileAddress(tenant, { kind: "connection-icon", ...place }),
    avatarIconUrl: () => fileAddress(tenant, { kind: "connection-avatar-icon", ...place }),
    inputs: (args: ListArguments) => inputsPage(type.inputs, args, { connection: view }),
  };
  return view;
}
