import "./nodeVersion.ts";
import type { dynamic } from "@pulumi/pulumi";
import { dynamicProvider } from "./dynamic/provider.ts";
import { describeClaim, describeObject, sameClaims } from "./resources/claims.ts";
import { loaderName, RESOURCE_CLASSES, type ResourceClass } from "./resources/names.ts";
import { LIFECYCLES } from "./resources/registry.ts";

type Providers = Record<Uncapitalize<ResourceClass>, dynamic.ResourceProvider>;

const providers = Object.fromEntries(
  RESOURCE_CLASSES.map((name) => [
    loaderName(name),
    dynamicProvider(LIFECYCLES[name], { type: name, describeClaim, describeObject, sameClaims }),
  ]),
) as Providers;

// These names are in the state of every user: see dynamic/constant.ts.
export const {
  customerConnection,
  organizationCustomerConnection,
  organizationGlobalConnection,
  userConnection,
  globalValues,
  testCredentials,
  customerCredentials,
  customerCredentialsSet,
  embeddedWorkflowFlag,
  customerEmbeddedAccess,
  component,
  integration,
  codeNativeIntegration,
} = providers;
