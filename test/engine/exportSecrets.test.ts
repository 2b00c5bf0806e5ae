import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engineFolder, root } from "../../tools/setup/paths.mjs";
import { mutate } from "../support/contents.ts";
import { resourceChanges } from "../support/engineEvents.ts";
import { violations } from "../support/policies.ts";
import { runCommand } from "../support/processes.ts";
import { PulumiProject } from "../support/pulumi.ts";
import { namesOf } from "../support/steps.ts";
import { startTenant, type TestTenant } from "../support/tenant.ts";

const org = (value: string, more: { writeOnly?: true } = {}) => ({
  value,
  meta: { managedBy: "org", inputScope: "org", ...more } as const,
});

describe("prismatic-rollout export with --read-secrets", () => {
  let folder: string;
  let tenant: TestTenant;
  let project: PulumiProject;

  /** The environment in which Pulumi refuses to set one key. */
  const refusing = (key: string) => ({
    PATH: `${join(folder, "bin")}:${project.environment()["PATH"]}`,
    REFUSED_KEY: key,
  });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "export-secrets-"));
    tenant = await startTenant({
      holds: {
        connections: [
          {
            ...{ stableKey: "slack-oauth", name: "Slack", component: "slack", connectionType: "oauth2" },
            ...{ variableScope: "customer", managedBy: "customer" },
            inputs: {
              clientId: org("4711"),
              clientSecret: org("canary-client-secret"),
              signingSecret: org("canary-signing-secret", { writeOnly: true }),
            },
          },
          {
            ...{
              stableKey: "openai",
              name: "OpenAI",
              component: "openai",
              variableScope: "org",
              managedBy: "org",
            },
            inputs: { apiKey: "canary-openai" },
          },
        ],
      },
    });
    await mkdir(join(folder, "state"));
    await mkdir(join(folder, "bin"));
    const pulumi = join(process.env["ENGINE_PATH"] ?? engineFolder, "pulumi");
    const script = `#!/bin/sh
case "$*" in "config set"*" $REFUSED_KEY"*) echo no disk left >&2; exit 3;; esac
exec "${pulumi}" "$@"
`;
    await writeFile(join(folder, "bin/pulumi"), script);
    await chmod(join(folder, "bin/pulumi"), 0o755);
    const env = { PULUMI_BACKEND_URL: `file://${join(folder, "state")}`, PULUMI_HOME: join(folder, "home") };
    project = new PulumiProject(join(folder, "acme"), { projectName: "acme", stackName: "main", env });
  });
  afterAll(async () => {
    await tenant?.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const exportTo = (args: string[], env: NodeJS.ProcessEnv = {}) =>
    runCommand(process.execPath, [join(root, "rollout/dist/main.js"), "export", ...args], {
      cwd: folder,
      env: project.environment({
        PULUMI_STACK: undefined,
        PRISMATIC_URL: tenant.url,
        PRISM_REFRESH_TOKEN: tenant.refreshToken,
        ...env,
      }),
    });
  const stacks = async () =>
    (await readdir(join(folder, "state/.pulumi/stacks/acme")).catch(() => [])).filter((name) =>
      name.endsWith(".json"),
    );

  it("leaves neither a folder nor a stack where Pulumi refuses a secret", async () => {
    const { exitCode, stdout, stderr } = await exportTo(["acme", "--read-secrets"], refusing("openaiApiKey"));
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(
      /The secret openaiApiKey was not put into the stack's configuration: no disk left/,
    );
    expect(await stacks()).toEqual([]);
    expect((await readdir(folder)).filter((name) => name.includes("acme"))).toEqual([]);
  });

  it("puts what the tenant returns into the new stack, encrypted, and names what it does not return", async () => {
    const { exitCode, output, stdout } = await exportTo(["acme", "--read-secrets"]);
    expect(exitCode, output).toBe(0);
    expect(output).not.toContain("canary");
    expect(stdout).toContain("Read from the tenant into the stack's encrypted configuration: 2 secrets.");
    expect(stdout).toContain("Still to be set: 1 secret.");
    const settings = await readFile(join(project.folder, "Pulumi.main.yaml"), "utf8");
    expect(settings).toMatch(/acme:openaiApiKey:\s+secure: /);
    expect(settings).toMatch(/acme:slackOauthClientSecret:\s+secure: /);
    expect(settings).toMatch(/^prismatic:tenantId|^ {2}prismatic:tenantId/m);
    for (const name of await readdir(project.folder)) {
      expect(await readFile(join(project.folder, name), "utf8"), name).not.toContain("canary");
    }
    const readme = await readFile(join(project.folder, "README.md"), "utf8");
    expect(readme).toContain("pulumi stack select main");
    expect(readme.match(/config set --secret \S+/g)).toEqual([
      "config set --secret prismatic:refreshToken",
      "config set --secret slackOauthSigningSecret",
    ]);
  });

  it("refuses a stack that is there already, and leaves it as it is", async () => {
    const { exitCode, stderr } = await exportTo(["again", "--project", "acme", "--read-secrets"]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/Pulumi failed at making stack main, so nothing was written: .*already exists/);
    expect(await stacks()).toEqual(["main.json"]);
    expect(await readdir(folder)).not.toContain("again");
  });

  it("adds to a project what none of its stacks manages, without a change to any file of its program", async () => {
    for (const name of ["@pulumi/pulumi", "pulumi-prismatic"]) {
      const link = join(project.folder, "node_modules", name);
      await mkdir(dirname(link), { recursive: true });
      await symlink(join(root, "node_modules", name), link);
    }
    await project.run(
      [
        "import",
        "--file",
        "import.json",
        "--protect=false",
        "--generate-code=false",
        "--yes",
        "--skip-preview",
      ],
      {
        env: { PRISMATIC_URL: tenant.url, PRISM_REFRESH_TOKEN: tenant.refreshToken },
      },
    );
    // Meanwhile somebody makes a connection with credentials for a test, and such credentials for the other one.
    const { components } = await tenant.query<{
      components: { nodes: { connections: { nodes: { id: string; key: string }[] } }[] };
    }>(`query { components(key: "slack") { nodes { connections { nodes { id key } } } } }`);
    const type = components.nodes[0]?.connections.nodes.find(({ key }) => key === "oauth2");
    const meta = JSON.stringify({ managedBy: "org", inputScope: "org" });
    await mutate(tenant, "createScopedConfigVariable", {
      ...{ key: "Second", stableKey: "Slack-OAuth", connection: type?.id },
      ...{ variableScope: "customer", managedBy: "customer" },
      inputs: [{ name: "clientSecret", type: "value", value: "canary-second", meta }],
    });
    await mutate(tenant, "createCustomerConfigVariable", {
      ...{ scopedConfigVariable: (await tenant.connection("openai")).id, customer: null, isTest: true },
      inputs: [{ name: "apiKey", type: "value", value: "canary-test" }],
    });
    const before = await filesOf(project.folder);
    const args = ["more", "--stack", "main", "--cwd", project.folder, "--read-secrets"];
    const refused = await exportTo(args, refusing("slackOAuthClientSecret"));
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain("was not put into the stack's configuration: no disk left");
    expect(await filesOf(project.folder)).toEqual(before);

    const env = { PRISMATIC_TENANT_ID: tenant.id };
    const { exitCode, output, stdout } = await exportTo(args, env);
    expect(exitCode, output).toBe(0);
    expect(output).not.toContain("canary");
    expect(stdout).toMatch(/^connections +3 +1 +2$/m);
    expect(stdout).toMatch(/^test credentials +1 +1 +0$/m);
    expect(stdout).toContain(
      'Left out, connections: "slack-oauth", "openai": stack main manages it already.',
    );
    const after = await filesOf(project.folder);
    for (const [path, text] of before)
      if (path !== "Pulumi.main.yaml") expect(after.get(path), path).toBe(text);
    const added = [...after.keys()].filter((path) => !before.has(path));
    expect(added.toSorted()).toEqual([
      "more/.gitignore",
      "more/README.md",
      "more/import.json",
      "more/index.ts",
    ]);
    for (const step of [
      "pulumi import --file more/import.json --protect=false --generate-code=false --yes --stack main",
      '`import "./more/index.ts";`',
      "pulumi preview --refresh --expect-no-changes --stack main",
    ])
      expect(after.get("more/README.md")).toContain(step);

    // The same name and the same key of the configuration would be those of the connection that is there.
    expect(after.get("more/index.ts")).toMatch(/new CustomerConnection\("Slack-OAuth-[0-9a-f]{8}"/);
    expect(after.get("more/index.ts")).toMatch(/requireSecret\("slackOAuthClientSecret-[0-9a-f]{8}"\)/);

    const asked = "printf %s canary-signing-secret | pulumi config set --secret slackOauthSigningSecret";
    const set = await runCommand("/bin/sh", ["-c", asked], {
      cwd: project.folder,
      env: project.environment(),
    });
    expect(set.exitCode, set.output).toBe(0);
    const index = await readFile(join(project.folder, "index.ts"), "utf8");
    await project.writeProgram(`${index}import "./more/index.ts";\n`);
    const token = { PRISMATIC_URL: tenant.url, PRISM_REFRESH_TOKEN: tenant.refreshToken };
    await project.run(
      [
        "import",
        "--file",
        "more/import.json",
        "--protect=false",
        "--generate-code=false",
        "--yes",
        "--skip-preview",
      ],
      { env: token },
    );
    const { events } = await project.up([], { events: true, env: token });
    expect(namesOf(events, "create")).toEqual([]);
    const last = await project.preview(["--refresh", "--expect-no-changes"], { events: true, env: token });
    expect(Object.keys(resourceChanges(last.events))).toEqual(["same"]);
  });

  it("comes with settings under which the policy pack asks for approvals alone", async () => {
    // A folder of its own, as npm makes it: the pack finds the registry from there.
    const pack = join(project.folder, "node_modules/pulumi-prismatic-policies");
    await mkdir(pack);
    for (const name of ["package.json", "PulumiPolicy.yaml", "dist"]) {
      await symlink(join(root, "policies", name), join(pack, name));
    }
    await writeFile(
      join(project.folder, "index.ts"),
      (await readFile(join(project.folder, "index.ts"), "utf8")).replace(/.*more.*/, ""),
    );
    const readme = await readFile(join(project.folder, "README.md"), "utf8");
    const [, line = ""] = /^(pulumi preview --policy-pack .*)$/m.exec(readme) ?? [];
    const { events, output } = await project.run(line.split(" ").slice(1), {
      env: { PRISMATIC_URL: tenant.url, PRISM_REFRESH_TOKEN: tenant.refreshToken },
      expectFailure: true,
      events: true,
    });
    const mandatory = violations(events).filter(({ level }) => level === "mandatory");
    expect(
      mandatory.map(({ policy, resource }) => [policy, resource]),
      output,
    ).toEqual([["global-credentials-approved", "openai"]]);
  });
});

async function filesOf(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"));
  return new Map(
    await Promise.all(
      files.map(async (file): Promise<[string, string]> => {
        const path = join(file.parentPath, file.name);
        return [path.slice(folder.length + 1), await readFile(path, "utf8")];
      }),
    ),
  );
}
