import { it } from "vitest";
import { writeFileSync } from "node:fs";
import { mutate } from "../support/contents.ts";
import { createPulumiProject } from "../support/pulumi.ts";
import { startTenant } from "../support/tenant.ts";

it("spike", async () => {
  const tenant = await startTenant();
  const project = await createPulumiProject({
    config: tenant.config,
    secrets: tenant.secrets,
    program: `
  import * as prismatic from "pulumi-prismatic";
  import * as pulumi from "@pulumi/pulumi";
  const conn = (key, more) => new prismatic.CustomerConnection(key, { component: "slack", connectionType: "oauth2", stableKey: key, name: key,
    globalValues: { clientId: "4711", scopes: "chat:write" }, globalSecrets: { clientSecret: "first-secret", signingSecret: "x" }, ...more });
  conn("edited"); conn("lost"); conn("touched"); conn("same");
`,
  });
  await project.up();
  const edited = await tenant.connection("edited");
  const touched = await tenant.connection("touched");
  const lost = await tenant.connection("lost");
  await mutate(tenant, "updateScopedConfigVariable", {
    id: edited.id,
    key: "Edited by hand",
    inputs: [
      { name: "clientId", type: "value", value: "4712" },
      { name: "scopes", type: "value", value: "chat:write" },
      { name: "clientSecret", type: "value", value: "first-secret" },
      { name: "signingSecret", type: "value", value: "x" },
    ],
  });
  await mutate(tenant, "updateScopedConfigVariable", {
    id: touched.id,
    inputs: [
      { name: "clientId", type: "value", value: "4711" },
      { name: "scopes", type: "value", value: "chat:write" },
      { name: "clientSecret", type: "value", value: "other" },
      { name: "signingSecret", type: "value", value: "x" },
    ],
  });
  await mutate(tenant, "deleteScopedConfigVariable", { id: lost.id });
  const r = await project.run(["refresh", "--preview-only"], { events: true });
  writeFileSync("/tmp/fleet-spike.json", JSON.stringify(r.events, null, 1));
  const p = await project.run(["preview", "--refresh"], { events: true });
  writeFileSync("/tmp/fleet-spike2.json", JSON.stringify(p.events, null, 1));
  const e = await project.run(["stack", "export"], {
    env: { PULUMI_CONFIG_PASSPHRASE: "wrong" },
    expectFailure: "either",
  });
  writeFileSync("/tmp/fleet-spike3.json", JSON.stringify(e, null, 1));
  await project.dispose();
  await tenant.dispose();
}, 120000);
