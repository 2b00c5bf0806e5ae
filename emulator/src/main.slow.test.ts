import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Emulator } from "./index.ts";
import { temporaryDirectory } from "./testing/harness.ts";
import { mainPath, runNode, type Finished } from "./testing/process.ts";

const run = (...options: string[]): Promise<Finished> =>
  runNode([mainPath, ...options], {
    onOutput: (stdout, stop) => {
      if (stdout.includes("\n")) stop("SIGTERM");
    },
  });

test("the command prints exactly one line of JSON when it is ready, and ends cleanly on a signal", async () => {
  const { code, stdout, stderr } = await run("--port", "0", "--data", temporaryDirectory());
  expect(stderr).toBe("");
  expect(code).toBe(0);
  expect(stdout.trimEnd().split("\n")).toHaveLength(1);
  const { stacks, adminToken } = JSON.parse(stdout) as Pick<Emulator, "stacks" | "adminToken">;
  expect(adminToken).toMatch(/^[\w-]{43}$/);
  expect(stacks.map(({ name }) => name)).toEqual(["us", "eu"]);
  for (const { url, tenants } of stacks) {
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(tenants.map((tenant) => Object.keys(tenant))).toEqual([["id", "name", "refreshToken"]]);
  }
});

describe("a wrong option", () => {
  test.each([
    [["--data", "x"], "required option '--port <port>' not specified"],
    [["--port", "web", "--data", "x"], "It must be a whole number."],
    [["--port", "70000", "--data", "x"], "It must be at most 65535."],
    [["--port", "0", "--data", "x", "--switch", "fast"], "It must be name=value."],
    [
      ["--port", "0", "--data", "x", "--switch", "stable-key=1"],
      "Did you mean stable-key-reuse or stable-key-case?",
    ],
    [
      ["--port", "0", "--data", "x", "--sead", "y"],
      "(Did you mean --seed?)\nNext: prismatic-emulator --help\nCode: PRISMATIC_USAGE",
    ],
  ])("%j ends with its reason", async (options, message) => {
    const { code, stdout, stderr } = await run(...options);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(message);
  });

  test("that only the emulator can judge ends with its reason, in one line and without a stack", async () => {
    const directory = temporaryDirectory();
    const seed = join(directory, "seed.json");
    writeFileSync(seed, '{"stacks":[]}');
    for (const [options, message] of [
      [["--seed", seed], `Bad seed ${seed}`],
      [["--switch", "stable-key-case=maybe"], "stable-key-case"],
    ] as const) {
      const { code, stderr } = await run("--port", "0", "--data", join(directory, "data"), ...options);
      expect(code).toBe(1);
      expect(stderr).toContain(message);
      expect(stderr).not.toContain("    at ");
    }
  });
});
