import type { Lifecycle } from "../dynamic/lifecycle.ts";
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

/** The life-cycle of every resource, by the name of its class. */
export const LIFECYCLES: Readonly<Record<ResourceClass, Lifecycle>> = {
  CustomerConnection: connectionLifecycle(customerConnectionKind),
  OrganizationCustomerConnection: connectionLifecycle(organizationCustomerConnectionKind),
  OrganizationGlobalConnection: connectionLifecycle(organizationGlobalConnectionKind),
  UserConnection: connectionLifecycle(userConnectionKind),
  GlobalValues: globalValues,
  TestCredentials: testCredentials,
  CustomerCredentials: customerCredentials,
  CustomerCredentialsSet: customerCredentialsSet,
  EmbeddedWorkflowFlag: embeddedWorkflowFlag,
  CustomerEmbeddedAccess: customerEmbeddedAccess,
  Component: componentLifecycle,
  Integration: integrationLifecycle,
  CodeNativeIntegration: codeNativeIntegrationLifecycle,
};
