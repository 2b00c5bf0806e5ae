import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Environments, sharedEnvironment } from "./environment.ts";
import { parseRolloutFile } from "./rolloutFile.ts";

const FILE = parseRolloutFile(`version: 1
environment:
  "*":
    variables: { REGION: { value: anywhere } }
  "eu-*":
    variables:
      REGION: { value: europe }
      PULUMI_CONFIG_PASSPHRASE: { variable: EU_PASSPHRASE }
      PRISM_REFRESH_TOKEN: { command: ["${process.execPath}", -p, "'token-' + process.env.HOME"] }
  broken: { variables: { A: { variable: MISSING } } }
  failing: { variables: { A: { command: ["${process.execPath}", -e, "console.error('canary'); process.exit(3)"] } } }
  absent: { variables: { A: { command: [no-such-program] } } }
  cloud: { esc: acme/prod }
`);

const CALLER = {
  HOME: "/home/me",
  NODE_OPTIONS: "--no-warnings",
  EU_PASSPHRASE: "canary-eu",
  PULUMI_CONFIG_PASSPHRASE: "canary-all",
  PULUMI_STACK: "us",
  PRISMATIC_URL: "https://app.prismatic.io",
  PRISMATIC_TENANT_ID: "1",
  PRISM_REFRESH_TOKEN: "canary-token",
  PRISM_ACCESS_TOKEN: "canary-access",
};

const shared = sharedEnvironment(FILE, CALLER);
const pulumi = { command: process.execPath, cwd: "/", env: shared, signal: new AbortController().signal };
const environments = new Environments(FILE, pulumi, CALLER);

async function refusal(stack: string): Promise<string> {
  const error = await environments.of(stack).then(
    () => new Error("supplied"),
    (reason: unknown) => reason as Error & { nextStep?: string },
  );
  return `${error.message} ${"nextStep" in error ? error.nextStep : ""}`;
}

describe("The environment of a stack", () => {
  it("has no variable that means one tenant, one stack, or belongs to another stack", () => {
    expect(Object.values(shared).join(" ")).not.toContain("canary");
    expect(shared).toMatchObject({ HOME: "/home/me", PULUMI_DEBUG_COMMANDS: "true" });
    expect(shared).not.toHaveProperty("PULUMI_STACK");
    expect(shared["NODE_OPTIONS"]).toMatch(/^--no-warnings --import file:\/\/\/.*lazyModules/);
    expect(shared).not.toHaveProperty("PRISMATIC_URL");
  });

  it("has the caller's credentials where it is the one stack that they are for", async () => {
    const of = async (stack: string, more: object) => {
      const { env, secrets } = await new Environments(FILE, pulumi, { ...CALLER, ...more }).of(stack);
      return { url: env["PRISMATIC_URL"], token: env["PRISM_REFRESH_TOKEN"], secrets };
    };
    const owner = { PRISMATIC_ROLLOUT_STACK: "us" };
    expect(await of("us", owner)).toEqual({
      ...{ url: "https://app.prismatic.io", token: "canary-token" },
      secrets: ["canary-token", "canary-access"],
    });
    expect(await of("other", owner)).toMatchObject({ url: undefined, token: undefined });
    // What rollout.yaml names for a stack is its own in any case.
    expect(await of("eu-x", { PRISMATIC_ROLLOUT_STACK: "eu-x" })).toMatchObject({ token: "token-/home/me" });
    const none = { PRISM_REFRESH_TOKEN: "", PRISM_ACCESS_TOKEN: "" };
    expect(await of("us", { ...owner, ...none })).toMatchObject({ url: undefined });
    expect(sharedEnvironment(FILE, { ...CALLER, ...owner })).not.toHaveProperty("PRISMATIC_ROLLOUT_STACK");
  });

  it("has what is computed for it, unless rollout.yaml names another value", async () => {
    const own = (stack: string) => ({ PRISMATIC_REQUEST_SHARE: stack, REGION: "computed" });
    const { env } = await new Environments(FILE, pulumi, CALLER, own).of("eu-acme");
    expect(env).toMatchObject({ PRISMATIC_REQUEST_SHARE: "eu-acme", REGION: "europe" });
  });

  it("has what rollout.yaml names for it, the later entry winning", async () => {
    const { env, secrets } = await environments.of("eu-acme");
    expect(env).toMatchObject({
      REGION: "europe",
      PULUMI_CONFIG_PASSPHRASE: "canary-eu",
      PRISM_REFRESH_TOKEN: "token-/home/me",
    });
    expect(secrets.toSorted()).toEqual(["canary-eu", "token-/home/me"]);
    const other = await environments.of("us");
    expect(other.env).not.toHaveProperty("PULUMI_CONFIG_PASSPHRASE");
    expect(other.env).toMatchObject({ REGION: "anywhere" });
  });

  it("keeps the caller's passphrase where rollout.yaml names none", () => {
    const plain = sharedEnvironment(parseRolloutFile("version: 1"), CALLER);
    expect(plain["PULUMI_CONFIG_PASSPHRASE"]).toBe("canary-all");
    expect(plain).not.toHaveProperty("PRISM_REFRESH_TOKEN");
  });

  it.each(["PULUMI_DEBUG_GRPC", "PULUMI_LOG_OTLP_ENDPOINT"])(
    "is refused where %s has the engine log every secret",
    async (name) => {
      const file = parseRolloutFile(
        `version: 1\nenvironment: { eu: { variables: { ${name}: { value: /tmp/canary } } } }`,
      );
      const refused = new Environments(file, pulumi, CALLER).of("eu");
      await expect(refused).rejects.toThrow(
        `${name} is set in the environment that rollout.yaml gives stack "eu": Pulumi's engine would log every secret`,
      );
      await expect(new Environments(file, pulumi, CALLER).of("us")).resolves.toBeDefined();
    },
  );

  it("is refused where a source gives nothing, without its output", async () => {
    expect(await refusal("broken")).toContain(
      "The variable MISSING is not set; rollout.yaml takes A from it.",
    );
    const failing = await refusal("failing");
    expect(failing).toContain("failed with exit code 3");
    expect(failing).not.toContain("canary");
    expect(await refusal("absent")).toContain("(no-such-program) did not start (ENOENT)");
  });

  it("has the variables of a Pulumi ESC environment", async () => {
    const folder = await mkdtemp(join(tmpdir(), "esc-"));
    try {
      // Pulumi Cloud is not to be had here: this answers as `pulumi env open` does.
      const command = join(folder, "pulumi");
      const answer = JSON.stringify({ environmentVariables: { TOKEN: "canary-esc", COUNT: 3 }, plain: 1 });
      await writeFile(
        command,
        `#!/bin/sh\n[ "$*" = "env open acme/prod --format json" ] && echo '${answer}'\n`,
      );
      await chmod(command, 0o755);
      const { env, secrets } = await new Environments(FILE, { ...pulumi, command }, CALLER).of("cloud");
      expect(env).toMatchObject({ TOKEN: "canary-esc", COUNT: "3" });
      expect(secrets).toContain("canary-esc");
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
