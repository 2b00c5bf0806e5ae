import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../tools/setup/paths.mjs";
import { createPulumiProject, type PulumiProject } from "./pulumi.ts";
import { KEY, stackFiles } from "./stackFiles.ts";
import { startTenant, type TenantOptions, type TestTenant } from "./tenant.ts";
import { startOnTerminal, type OnTerminal } from "./terminal.ts";
import { startVault } from "./vault.ts";

/** A secret that must stand in no output, log, journal or digest. */
export const CANARY = "canary-Zt58-of-the-rollout";

/** Result of one command of the rollout. */
export interface RolloutRun {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A project whose stacks each have a tenant of their own. */
export interface RolloutWorld extends AsyncDisposable {
  project: PulumiProject;
  tenants: ReadonlyMap<string, TestTenant>;
  tenant: (stack: string) => TestTenant;
  /** Starts a command in the project's folder, or in a copy of it. */
  start: (
    args: string[],
    folder?: string,
  ) => { child: ChildProcess; ended: Promise<RolloutRun>; found: RolloutRun };
  /** Starts a command on a terminal. */
  startOnTerminal: (args: string[]) => OnTerminal;
  /** A copy of the project with the same backend and without the journal. */
  copy: () => Promise<string>;
  /** Everything that the commands wrote: outputs, logs and journals. */
  written: () => Promise<string>;
}

/**
 * Connections of every stack; the first of stack `us` has to be authorized by a person. The program does not go on while
 * there is a file `hold`, and writes `held` then.
 */
export const program = (connections: number): string => `
  import { existsSync, writeFileSync } from "node:fs";
  import * as prismatic from "pulumi-prismatic";
  import * as pulumi from "@pulumi/pulumi";
  const secret = new pulumi.Config().requireSecret("secret");
  secret.apply((value) => console.log("the program tells", value));
  for (; existsSync("hold"); await new Promise((resolve) => setTimeout(resolve, 100))) writeFileSync("held", "");
  for (let index = 0; index < ${connections}; index++) {
    const isPerson = index === 0 && pulumi.getStack() === "us";
    const common = { component: "slack", connectionType: "oauth2", stableKey: "slack-" + index, name: "Slack " + index };
    new (isPerson ? prismatic.OrganizationGlobalConnection : prismatic.CustomerConnection)("slack-" + index, {
      ...common,
      globalValues: { clientId: "4711", scopes: "chat:write" },
      globalSecrets: { clientSecret: secret, signingSecret: secret },
    });
  }
`;

/** Makes a project with these stacks, none of which was updated yet. */
export async function createRolloutWorld(
  stacks: readonly string[],
  options: {
    rollout: string;
    connections: number;
    env?: NodeJS.ProcessEnv;
    holds?: TenantOptions["holds"];
    /** Configuration of a stack in place of its tenant's own, such as the address of a server before it. */
    through?: (stack: string, tenant: TestTenant) => Promise<Record<string, string>>;
    /** Takes the place of {@link program}. */
    program?: string;
  },
): Promise<RolloutWorld> {
  const tenants = new Map<string, TestTenant>();
  for (const stack of stacks)
    tenants.set(stack, await startTenant(options.holds === undefined ? {} : { holds: options.holds }));
  const projectName = "test-project";
  // A rollout starts several commands for each stack, each of which needs the key.
  const { settings: keySource } = await startVault(KEY);
  const files: Record<string, string>[] = [];
  for (const [stackName, tenant] of tenants) {
    const config = { ...tenant.config, ...(await options.through?.(stackName, tenant)) };
    const secrets = { ...tenant.secrets, "test-project:secret": CANARY };
    files.push(stackFiles({ projectName, stackName, config, secrets, keySource }));
  }
  const project = await createPulumiProject({
    ...{ projectName, stackName: stacks[0] ?? "", program: options.program ?? program(options.connections) },
    files: Object.assign({ "rollout.yaml": options.rollout }, ...files) as Record<string, string>,
    env: options.env ?? {},
  });
  const folders = [project.folder];
  let outputs = "";
  return {
    project,
    tenants,
    tenant: (stack) => tenants.get(stack) as TestTenant,
    start(args, folder = project.folder) {
      const command = [join(root, "rollout/bin/prismatic-rollout.js"), ...args];
      const child = spawn(process.execPath, command, {
        cwd: folder,
        env: project.environment(),
        stdio: ["ignore", "pipe", "pipe"],
      });
      const found: RolloutRun = { code: null, stdout: "", stderr: "" };
      for (const name of ["stdout", "stderr"] as const)
        child[name].setEncoding("utf8").on("data", (text: string) => (found[name] += text));
      const ended = once(child, "close").then(([code]) => {
        outputs += found.stdout + found.stderr;
        return { ...found, code: code as number | null };
      });
      return { child, ended, found };
    },
    startOnTerminal(args) {
      const command = [process.execPath, join(root, "rollout/bin/prismatic-rollout.js"), ...args];
      const started = startOnTerminal(command, { cwd: project.folder, env: project.environment() });
      void started.ended.then(() => (outputs += started.found.text));
      return started;
    },
    async copy() {
      const folder = await mkdtemp(join(tmpdir(), "rollout-copy-"));
      folders.push(folder);
      const isCopied = (path: string) => !/\/(\.state|\.prismatic-rollout|\.pulumi-home)(\/|$)/.test(path);
      await cp(project.folder, folder, { recursive: true, filter: isCopied, verbatimSymlinks: true });
      return folder;
    },
    async written() {
      const texts = [outputs];
      for (const folder of folders) {
        const path = join(folder, ".prismatic-rollout");
        const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []);
        for (const entry of entries.filter((each) => each.isFile()))
          texts.push(await readFile(join(entry.parentPath, entry.name), "utf8"));
      }
      return texts.join("\n");
    },
    async [Symbol.asyncDispose]() {
      for (const tenant of tenants.values()) await tenant.dispose();
      await project.dispose();
      for (const folder of folders) await rm(folder, { recursive: true, force: true });
    },
  };
}
