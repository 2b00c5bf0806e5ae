import type { Lifecycle } from "../dynamic/lifecycle.ts";
import { SHOWS_CONNECTIONS } from "../tenant/permissions.ts";
import { codeNativeIntegrationLifecycle } from "./codeNativeIntegration/lifecycle.ts";
import { componentLifecycle } from "./component/lifecycle.ts";
import { connectionLifecycle } from "./connection/lifecycle.ts";
import { customerCredentials } from "./customerCredentials/lifecycle.ts";
import { customerCredentialsSet } from "./customerCredentialsSet/lifecycle.ts";
import { customerEmbeddedAccess } from "./customerEmbeddedAccess/lifecycle.ts";
import { embeddedWorkflowFlag } from "./embeddedWorkflowFlag/lifecycle.ts";
import { globalValues } from "./globalValues/lifecycle.ts";
import { integrationLifecycle } from "./integration/lifecycle.ts";
import type { ResourceClass } from "./names.ts";
import {
  customerConnectionKind,
  organizationCustomerConnectionKind,
  organizationGlobalConnectionKind,
  userConnectionKind,
} from "./reference/kinds.ts";
import { testCredentials } from "./testCredentials/lifecycle.ts";

/** Everybody sees customers' own connections alone. */
const hidden = (lifecycle: Lifecycle): Lifecycle => ({ ...lifecycle, seenWith: SHOWS_CONNECTIONS });

/** The life-cycle of every resource, by the name of its class. */
export const LIFECYCLES: Readonly<Record<ResourceClass, Lifecycle>> = {
  CustomerConnection: connectionLifecycle(customerConnectionKind),
  OrganizationCustomerConnection: hidden(connectionLifecycle(organizationCustomerConnectionKind)),
  OrganizationGlobalConnection: hidden(connectionLifecycle(organizationGlobalConnectionKind)),
  UserConnection: hidden(connectionLifecycle(userConnectionKind)),
  GlobalValues: hidden(globalValues),
  TestCredentials: hidden(testCredentials),
  CustomerCredentials: hidden(customerCredentials),
  CustomerCredentialsSet: hidden(customerCredentialsSet),
  EmbeddedWorkflowFlag: hidden(embeddedWorkflowFlag),
  CustomerEmbeddedAccess: customerEmbeddedAccess,
  Component: componentLifecycle,
  Integration: integrationLifecycle,
  CodeNativeIntegration: codeNativeIntegrationLifecycle,
};
