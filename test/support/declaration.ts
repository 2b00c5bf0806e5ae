import type { PulumiProject } from "./pulumi.ts";

/** Classes of the package that a test's program can declare. */
export type ResourceType =
  | "CodeNativeIntegration"
  | "Component"
  | "CustomerConnection"
  | "CustomerCredentials"
  | "CustomerCredentialsSet"
  | "CustomerEmbeddedAccess"
  | "EmbeddedWorkflowFlag"
  | "GlobalValues"
  | "Integration"
  | "OrganizationCustomerConnection"
  | "OrganizationGlobalConnection"
  | "TestCredentials"
  | "UserConnection";

/** A resource of a test's program, as data. */
export interface Declared {
  type: ResourceType;
  name: string;
  /**
   * `{ $secret: key }` stands for a secret of the stack's configuration, `{ $environment: name }` for one from the
   * environment, `{ $resource: name }` for a resource declared before, `{ $textOf: name, output }` for a text that is
   * made of its output.
   */
  args: Record<string, unknown>;
  /** Resources declared before that it depends on, besides those of its arguments. */
  dependsOn?: string[];
}

/** A program that declares what `declared.json` holds. */
export const declaringProgram = `
  import { readFileSync } from "node:fs";
  import { Config, interpolate, secret } from "@pulumi/pulumi";
  import * as prismatic from "pulumi-prismatic";

  const config = new Config();
  const made = {};
  const resolved = (value) => {
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map(resolved);
    if (value.$secret) return config.requireSecret(value.$secret);
    if (value.$environment) return secret(process.env[value.$environment]);
    if (value.$resource) return made[value.$resource];
    if (value.$textOf) return interpolate\`of-\${made[value.$textOf][value.output]}\`;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, resolved(member)]));
  };
  for (const { type, name, args, dependsOn = [] } of JSON.parse(readFileSync("declared.json", "utf8"))) {
    made[name] = new prismatic[type](name, resolved(args), { dependsOn: dependsOn.map((other) => made[other]) });
  }
`;

/** Makes `declared` what the project's {@link declaringProgram} declares from now on. */
export async function declare(project: PulumiProject, declared: readonly Declared[]): Promise<void> {
  await project.writeFile("declared.json", JSON.stringify(declared));
}
