import { connectionLifecycle } from "./lifecycle.ts";
import {
  customerConnectionKind,
  organizationCustomerConnectionKind,
  organizationGlobalConnectionKind,
  userConnectionKind,
} from "../reference/kinds.ts";

/** The life-cycle of a `CustomerConnection`. */
export const customerConnection = connectionLifecycle(customerConnectionKind);

/** The life-cycle of an `OrganizationCustomerConnection`. */
export const organizationCustomerConnection = connectionLifecycle(organizationCustomerConnectionKind);

/** The life-cycle of an `OrganizationGlobalConnection`. */
export const organizationGlobalConnection = connectionLifecycle(organizationGlobalConnectionKind);

/** The life-cycle of a `UserConnection`. */
export const userConnection = connectionLifecycle(userConnectionKind);
