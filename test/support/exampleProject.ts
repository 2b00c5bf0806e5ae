import { cp } from "node:fs/promises";
import { join } from "node:path";
import { buildExampleComponent, buildExampleIntegration } from "./exampleComponent.ts";
import { demoConfigOf, examplesFolder, projectNameOf, readExample, stackConfigOf } from "./examples.ts";
import { policyProject } from "./policies.ts";
import type { PulumiProject } from "./pulumi.ts";
import type { TestTenant } from "./tenant.ts";

/** The example in a folder of its own, with its configuration and, for those that want one, a second tenant. */
export async function exampleProject(
  name: string,
  tenant: TestTenant,
  other: TestTenant,
  stackName = "us",
): Promise<PulumiProject> {
  const folder = join(examplesFolder, name);
  const projectName = projectNameOf(name);
  const demo = demoConfigOf(name);
  const own = (values: Record<string, string>) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [`${projectName}:${key}`, value]));
  const tenants = {
    ...{ usUrl: tenant.url, usTenantId: tenant.id },
    ...{ euUrl: other.url, euTenantId: other.id, otherUrl: other.url, otherTenantId: other.id },
  };
  const tokens = { usRefreshToken: tenant.refreshToken };
  const otherTokens = { euRefreshToken: other.refreshToken, otherRefreshToken: other.refreshToken };
  const project = await policyProject(tenant, {
    program: readExample(name, "index.ts"),
    projectName,
    stackName,
    config: {
      ...own({ ...demo.plain, ...tenants, bundle: "built/dist", deleteOnDestroy: "true" }),
      ...stackConfigOf(name, stackName),
    },
    secrets: own({ ...demo.secret, ...tokens, ...otherTokens }),
  });
  // Whatever else the program reads lies beside it.
  const isOwn = (path: string) => !/(^|\/)(node_modules|Pulumi\.[^/]*yaml|package\.json)$/.test(path);
  await cp(folder, project.folder, { recursive: true, filter: isOwn });
  if (name === "own-component") await buildExampleComponent(join(project.folder, "built"), "10.18.6");
  if (name === "code-native") await buildExampleIntegration(join(project.folder, "built"));
  return project;
}
