import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPulumiProject, type PulumiProject } from "../support/pulumi.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const program = `
  import { CustomerConnection } from "pulumi-prismatic";
  new CustomerConnection("acme", { component: "acme", stableKey: "acme", name: process.env.NAME });
`;

describe("At the same time", () => {
  let tenant: TestTenant;
  let project: PulumiProject;
  let other: PulumiProject;

  beforeAll(async () => {
    tenant = await startTenant();
    const { config, secrets } = tenant;
    project = await createPulumiProject({ program, config, secrets });
    other = await createPulumiProject({ program, config, secrets });
  });
  afterAll(async () => {
    await project?.dispose();
    await other?.dispose();
    await tenant?.dispose();
  });

  const up = (from: PulumiProject, NAME: string, ...args: string[]) =>
    from.run(["up", "--yes", "--skip-preview", ...args], { env: { NAME }, expectFailure: "either" });
  const nameOf = async () => (await tenant.connection("acme")).key;

  it("two stacks that declare one stable key leave one connection, and one of them is told why", async () => {
    await tenant.injectFault(
      { rootField: "createScopedConfigVariable" },
      { type: "delay", milliseconds: 1500 },
      2,
    );
    const [one, two] = await Promise.all([up(project, "One"), up(other, "Two")]);
    await tenant.clearFaults();
    expect([one.exitCode, two.exitCode].toSorted()).toEqual([0, 1]);
    const [made, refused] = one.exitCode === 0 ? ["One", two] : ["Two", one];
    expect(await tenant.stableKeys()).toEqual(["acme"]);
    expect(await nameOf()).toBe(made);
    expect(refused.output).toMatch(/"acme" is taken: .* differs in name|already exists/s);
    // Only one of the two stacks goes on.
    project = one.exitCode === 0 ? project : other;
    expect((await project.run(["preview", "--expect-no-changes"], { env: { NAME: made } })).exitCode).toBe(0);
  });

  it("two updates of one stack do not meet, and the next one has nothing left to mend", async () => {
    await tenant.injectFault(
      { rootField: "updateScopedConfigVariable" },
      { type: "delay", milliseconds: 1500 },
      2,
    );
    const runs = await Promise.all([up(project, "Three"), up(project, "Four")]);
    await tenant.clearFaults();
    const refused = runs.filter(({ exitCode }) => exitCode !== 0);
    expect(runs.length - refused.length).toBeGreaterThan(0);
    for (const { output } of refused) expect(output).toContain("the stack is currently locked by 1 lock(s)");
    await up(project, "Four");
    expect([await tenant.stableKeys(), await nameOf()]).toEqual([["acme"], "Four"]);
    await project.run(["preview", "--refresh", "--expect-no-changes"], { env: { NAME: "Four" } });
  });

  it("a person's change after the preview is not undone: the update stops, and goes on after a refresh", async () => {
    await project.run(["preview"], { env: { NAME: "Five" } });
    await tenant.change("acme", { key: "Theirs" });
    const stopped = await up(project, "Five");
    expect(stopped.exitCode).toBe(1);
    expect(stopped.output).toMatch(
      /Somebody changed name of connection "acme" in Tenant .*pulumi up --refresh/s,
    );
    expect(await nameOf()).toBe("Theirs");
    const destroyed = await project.run(["destroy", "--yes"], { expectFailure: true });
    expect(destroyed.output).toMatch(/Somebody changed name of connection "acme".*so it was not deleted/s);
    expect(await nameOf()).toBe("Theirs");
    expect((await up(project, "Five", "--refresh")).exitCode).toBe(0);
    expect(await nameOf()).toBe("Five");
  });
});
