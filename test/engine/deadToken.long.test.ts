import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resourceChanges } from "../support/engineEvents.ts";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

describe("A Tenant whose token has died", () => {
  let tenant: TestTenant;
  let project: PulumiProject;
  let dead: string;

  const program = (accessToken: string, rest: string) => `
    import { CustomerConnection, getConnection, Tenant } from "pulumi-prismatic";
    const eu = new Tenant("eu", { url: "${tenant.url}", tenantId: "${tenant.id}", accessToken: "${accessToken}" });
    ${rest}
  `;
  const connection = `
    const todoist = { component: "todoist", stableKey: "todoist", name: "Todoist" };
    new CustomerConnection("todoist", todoist, { provider: eu });
  `;

  beforeAll(async () => {
    tenant = await startTenant();
    dead = await tenant.newAccessToken();
    project = await createPulumiProject({ program: program(dead, connection) });
    await project.up();
    await tenant.expireTokens();
  });
  afterAll(() => Promise.all([tenant.dispose(), project.dispose()]).then(() => undefined));

  /** Runs a command, which fails with the argument and the order, and changes nothing. */
  async function refused(...args: string[]): Promise<void> {
    const { output } = await project.run([...args, "--yes", "--skip-preview"], { expectFailure: true });
    expect(output).toContain('it is wrong or has expired (accessToken of Tenant "eu").');
    expect(output).toMatch(
      /give Tenant "eu" a new accessToken in the program.*; run pulumi up; only then remove/,
    );
    expect(output).not.toContain(dead);
    expect(await tenant.stableKeys()).toEqual(["todoist"]);
  }

  it("is named by a refresh", () => refused("refresh"));

  it("is named by an update that removes its connection, and by one that removes the Tenant as well", async () => {
    await project.writeProgram(program(dead, ""));
    await refused("up");
    await project.writeProgram("export {};");
    await refused("up");
  });

  it("is named by a lookup in the program", async () => {
    await project.writeProgram(program(dead, 'await getConnection("todoist", { tenant: eu });'));
    await refused("up");
  });

  it("takes the environment's token where that names the same tenant, in the provider and in lookups", async () => {
    const env = {
      PRISMATIC_URL: tenant.url,
      PRISMATIC_TENANT_ID: tenant.id,
      PRISM_ACCESS_TOKEN: await tenant.newAccessToken(),
    };
    await project.refresh(["--expect-no-changes"], { env });
    await project.writeProgram(
      program(dead, `${connection} await getConnection("todoist", { tenant: eu });`),
    );
    await project.up(["--expect-no-changes"], { env });
    // The environment's token is nowhere in the state: without it, the dead one counts again.
    await refused("refresh");
  });

  it("is revived by a new token and an update; then it can be removed", async () => {
    await project.writeProgram(program(await tenant.newAccessToken(), connection));
    const { events } = await project.run(["up", "--yes", "--skip-preview"], { events: true });
    expect(resourceChanges(events)).toEqual({ update: 1, same: 2 });
    await project.writeProgram("export {};");
    await project.up();
    expect(await tenant.stableKeys()).toEqual([]);
  });
});
