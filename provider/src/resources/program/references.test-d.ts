import type { CustomResource, Output } from "@pulumi/pulumi";
import { Component } from "../component/class.ts";
import {
  CustomerConnection,
  OrganizationCustomerConnection,
  OrganizationGlobalConnection,
  UserConnection,
} from "../connection/class.ts";
import type { ConnectionFields } from "../connection/programArguments.ts";
import { CustomerCredentials } from "../customerCredentials/class.ts";
import { CustomerCredentialsSet } from "../customerCredentialsSet/class.ts";
import { EmbeddedWorkflowFlag } from "../embeddedWorkflowFlag/class.ts";
import { GlobalValues } from "../globalValues/class.ts";
import { Integration } from "../integration/class.ts";
import { TestCredentials } from "../testCredentials/class.ts";
import type { CONNECTION } from "./references.ts";

// Nothing here runs: `npm run typecheck` compiles it, and fails where a line compiles that should be an error.

interface Bucket extends CustomResource {
  readonly bucket: Output<string>;
}

/** A resource with all properties of a connection that is none of ours. */
interface Lookalike extends CustomResource, Omit<ConnectionFields, typeof CONNECTION> {}

declare const bucket: Bucket;
declare const lookalike: Lookalike;
declare const text: Output<string>;
declare const component: Component;
declare const connection:
  CustomerConnection | OrganizationCustomerConnection | OrganizationGlobalConnection | UserConnection;

// The resources that refer to a connection take one of any class, and a stable key.
for (const each of [connection, text, "slack-oauth", Promise.resolve("slack-oauth")]) {
  new GlobalValues("a", { connection: each });
  new TestCredentials("a", { connection: each });
  new CustomerCredentials("a", { connection: each, customer: "globex" });
  new CustomerCredentialsSet("a", { connection: each, customers: {} });
  new EmbeddedWorkflowFlag("a", { connection: each, enabled: true });
  new Integration("a", {
    definition: "a.yml",
    connections: { Slack: each },
    steps: { Flow: { Step: each } },
  });
}

// They take no other resource.
// @ts-expect-error -- another resource
new GlobalValues("a", { connection: bucket });
// @ts-expect-error -- another resource
new GlobalValues("a", { connection: component });
// @ts-expect-error -- another resource
new GlobalValues("a", { connection: lookalike });
// @ts-expect-error -- another resource
new TestCredentials("a", { connection: bucket });
// @ts-expect-error -- another resource
new TestCredentials("a", { connection: component });
// @ts-expect-error -- another resource
new CustomerCredentials("a", { connection: bucket, customer: "globex" });
// @ts-expect-error -- another resource
new CustomerCredentials("a", { connection: component, customer: "globex" });
// @ts-expect-error -- another resource
new CustomerCredentialsSet("a", { connection: bucket, customers: {} });
// @ts-expect-error -- another resource
new CustomerCredentialsSet("a", { connection: component, customers: {} });
// @ts-expect-error -- another resource
new EmbeddedWorkflowFlag("a", { connection: bucket, enabled: true });
// @ts-expect-error -- another resource
new EmbeddedWorkflowFlag("a", { connection: component, enabled: true });
// @ts-expect-error -- another resource
new Integration("a", { definition: "a.yml", connections: { Slack: bucket } });
// @ts-expect-error -- another resource
new Integration("a", { definition: "a.yml", connections: { Slack: component } });
// @ts-expect-error -- another resource
new Integration("a", { definition: "a.yml", steps: { Flow: { Step: bucket } } });
// @ts-expect-error -- another resource
new Integration("a", { definition: "a.yml", steps: { Flow: { Step: component } } });

// A connection takes a component of this program, and a key.
for (const each of [component, text, "acme", { key: text, public: false }]) {
  new CustomerConnection("a", { component: each, stableKey: "acme", name: "Acme" });
}

// @ts-expect-error -- another resource
new CustomerConnection("a", { component: bucket, stableKey: "acme", name: "Acme" });
// @ts-expect-error -- another resource
new CustomerConnection("a", { component: connection, stableKey: "acme", name: "Acme" });
