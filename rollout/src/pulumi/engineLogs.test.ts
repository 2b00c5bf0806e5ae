import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it, onTestFinished, vi } from "vitest";
import { commands } from "../commands.ts";

/** Runs a command in a folder that holds no project, and answers why it fails. */
async function failure(args: string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "engine-logs-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const program = commands();
  for (const each of [program, ...program.commands])
    each.exitOverride().configureOutput({ writeErr: () => undefined });
  return program.parseAsync([...args, "--cwd", folder], { from: "user" }).then(
    () => "nothing failed",
    (error: unknown) => (error as Error).message,
  );
}

afterEach(() => vi.unstubAllEnvs());

it.each(["preview", "up", "drift", "matrix"])(
  "%s refuses an environment in which the engine logs secrets, unless that is accepted",
  async (command) => {
    vi.stubEnv("PULUMI_DEBUG_GRPC", "/tmp/log.json");
    const args = [command, "--all", ...(command === "up" ? ["--yes"] : [])];
    expect(await failure(args)).toMatch(
      /^PULUMI_DEBUG_GRPC is set in the environment: Pulumi's engine would log every secret .* Nothing was started\.$/,
    );
    // It goes on to what is wrong otherwise.
    expect(await failure([...args, "--unsafe-engine-logs"])).toMatch(/Pulumi\.yaml/);
  },
);

it.each(["-v=9", "--logtostderr"])("The engine's flag %s is none of prismatic-rollout's", async (flag) => {
  expect(await failure(["preview", "--all", flag])).toContain(`unknown option '${flag}'`);
});
