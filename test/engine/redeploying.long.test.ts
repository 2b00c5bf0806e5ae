import { describe, expect, it } from "vitest";
import { declare, declaringProgram, type Declared } from "../support/declaration.ts";
import { diagnosticErrors } from "../support/engineEvents.ts";
import { deployments, namesConnections } from "../support/inUse.ts";
import { createPulumiProject } from "../support/pulumi.ts";
import { namesOf } from "../support/steps.ts";
import { startTenant } from "../support/tenant.ts";

describe("A run after which an instance still runs on old values", () => {
  it("fails and names it; the next one announces the resource and deploys that instance", async () => {
    await using tenant = await startTenant({ holds: namesConnections });
    const { config, secrets } = tenant;
    const project = await createPulumiProject({ program: declaringProgram, config, secrets });
    const database = (host: string): Declared[] => [
      {
        type: "OrganizationCustomerConnection",
        name: "database",
        args: {
          component: "postgres",
          stableKey: "postgres",
          name: "PostgreSQL",
          globalValues: { host },
          redeployInstances: "onChange",
        },
      },
    ];
    try {
      await declare(project, database("one.example"));
      await project.up();
      await tenant.injectFault(
        { instance: "Reports of Globex" },
        { type: "deploymentFails", messages: ["It has no schedule."] },
        2,
      );
      await declare(project, database("two.example"));
      const failed = await project.run(["up", "--yes", "--skip-preview"], {
        events: true,
        expectFailure: true,
      });
      const [error, ...others] = diagnosticErrors(failed.events).filter((text) =>
        text.includes("still runs"),
      );
      expect(others).toEqual([]);
      expect(error).toContain("1 instance was deployed again with the new values of connection");
      expect(error).toContain('"Reports of Globex" of customer globex: It has no schedule.');

      const preview = await project.run(["preview"], { events: true });
      expect(namesOf(preview.events, "update")).toEqual(["database"]);
      const completed = await project.up([], { events: true });
      expect(completed.output).toContain("1 instance was deployed again");
      expect(Object.values(await deployments(tenant)).filter(({ needsDeploy }) => needsDeploy)).toEqual([]);
      await project.preview(["--expect-no-changes"]);
    } finally {
      await project.dispose();
    }
  });
});
