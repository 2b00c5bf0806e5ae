import type { Input } from "@pulumi/pulumi";
import type { z } from "zod";
import type { UNKNOWN } from "../dynamic/wire.ts";
import type { codeNativeArguments } from "./codeNativeIntegration/arguments.ts";
import type { CodeNativeIntegrationArgs } from "./codeNativeIntegration/class.ts";
import type { componentArguments } from "./component/arguments.ts";
import type { ComponentArgs } from "./component/class.ts";
import type { connectionArguments } from "./connection/arguments.ts";
import type {
  CustomerConnectionArgs,
  OrganizationCustomerConnectionArgs,
  OrganizationGlobalConnectionArgs,
  UserConnectionArgs,
} from "./connection/class.ts";
import type { customerCredentialsArguments, testCredentialsArguments } from "./credentials/arguments.ts";
import type { CustomerCredentialsArgs } from "./customerCredentials/class.ts";
import type { setArguments } from "./customerCredentialsSet/arguments.ts";
import type { CustomerCredentialsSetArgs } from "./customerCredentialsSet/class.ts";
import type { CustomerEmbeddedAccessArgs } from "./customerEmbeddedAccess/class.ts";
import type { accessArguments } from "./customerEmbeddedAccess/lifecycle.ts";
import type { EmbeddedWorkflowFlagArgs } from "./embeddedWorkflowFlag/class.ts";
import type { flagArguments } from "./embeddedWorkflowFlag/lifecycle.ts";
import type { globalValuesArguments } from "./globalValues/arguments.ts";
import type { GlobalValuesArgs } from "./globalValues/class.ts";
import type { integrationArguments, integrationSpecific } from "./integration/arguments.ts";
import type { IntegrationArgs, IntegrationSpecificConnection } from "./integration/class.ts";
import type { TestCredentialsArgs } from "./testCredentials/class.ts";

// The argument interfaces are written for people, the schemas judge what a program passes. `npm run typecheck` compiles
// this file, which fails where one of the two has an argument that the other lacks, or another type for it.

/** Arguments as a program writes them, derived from their schema: any part may be an output. */
type ArgumentsOf<Schema extends z.ZodType> = Writable<z.input<Schema>>;

type Writable<Value> = { [Name in keyof Value]: DeepInput<Exclude<Value[Name], typeof UNKNOWN>> };

type DeepInput<Value> = Input<Deep<Exclude<Value, undefined>>>;

type Deep<Value> = Value extends object ? Writable<Value> : Value;

/** True where both types have the same members of the same types, at any depth. */
type Same<One, Other> =
  (<Type>() => Type extends One ? 1 : 2) extends <Type>() => Type extends Other ? 1 : 2 ? true : false;

function isTrue<_Fact extends true>(): void {
  // Nothing is left to do where the type argument compiles.
}

/** The arguments besides those that the class turns into references. */
type Besides<Args, Names extends string> = { [Name in Exclude<keyof Args, Names>]: Args[Name] };

isTrue<Same<ComponentArgs, ArgumentsOf<typeof componentArguments>>>();

type OfConnection = Besides<ArgumentsOf<typeof connectionArguments>, "component">;
isTrue<Same<Besides<OrganizationGlobalConnectionArgs, "component">, OfConnection>>();
type OfOtherKinds = Besides<OfConnection, "separateGlobalValues" | "oauthTokens">;
isTrue<Same<Besides<CustomerConnectionArgs, "component">, OfOtherKinds>>();
isTrue<Same<Besides<OrganizationCustomerConnectionArgs, "component">, OfOtherKinds>>();
isTrue<Same<Besides<UserConnectionArgs, "component">, OfOtherKinds>>();

type WithoutReference<Schema extends z.ZodType> = Besides<ArgumentsOf<Schema>, "connection">;
isTrue<Same<Besides<GlobalValuesArgs, "connection">, WithoutReference<typeof globalValuesArguments>>>();
isTrue<Same<Besides<TestCredentialsArgs, "connection">, WithoutReference<typeof testCredentialsArguments>>>();
isTrue<
  Same<Besides<CustomerCredentialsArgs, "connection">, WithoutReference<typeof customerCredentialsArguments>>
>();
isTrue<Same<Besides<CustomerCredentialsSetArgs, "connection">, WithoutReference<typeof setArguments>>>();
isTrue<Same<CustomerEmbeddedAccessArgs, ArgumentsOf<typeof accessArguments>>>();
isTrue<Same<Besides<EmbeddedWorkflowFlagArgs, "connection">, WithoutReference<typeof flagArguments>>>();

type OfIntegration = ArgumentsOf<typeof integrationArguments>;
type Rewired = "secretInputs" | "connections" | "steps";
isTrue<Same<Besides<IntegrationArgs, Rewired>, Besides<OfIntegration, Rewired>>>();
isTrue<Same<keyof IntegrationArgs, keyof OfIntegration>>();
isTrue<
  Same<
    Input<IntegrationSpecificConnection["integrationSpecific"]>,
    ArgumentsOf<typeof integrationSpecific>["integrationSpecific"]
  >
>();

type OfCode = ArgumentsOf<typeof codeNativeArguments>;
isTrue<Same<Besides<CodeNativeIntegrationArgs, "connections">, Besides<OfCode, "connections">>>();
isTrue<Same<keyof CodeNativeIntegrationArgs, keyof OfCode>>();
