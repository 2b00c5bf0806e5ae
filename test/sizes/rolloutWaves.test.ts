import { execFileSync } from "node:child_process";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UpReport } from "../../rollout/src/up/upReport.ts";
import { CANARY, createRolloutWorld, type RolloutWorld } from "../support/rolloutWorld.ts";
import { isPromised, sized } from "../support/size.ts";

const { tenants, connections } = sized({
  sample: { tenants: 4, connections: 3 },
  promised: { tenants: 12, connections: 30 },
});

const EUROPE = ["eu-a", "eu-b"];
const OTHERS = Array.from({ length: tenants - 3 }, (_, index) => `x-${index}`);
const STACKS = ["us", ...EUROPE, ...OTHERS];

const ROLLOUT = `version: 1
labels: { "eu-*": [eu] }
maxConcurrent: 2
waves:
  - { name: canary, match: { stacks: [us] }, gate: { health: { timeout: 10m } } }
  - { name: eu, match: { label: eu }, maxConcurrent: 50% }
  - { name: others, match: rest, gate: { approval: required } }
  - { name: redeploy, action: redeploy, match: all }
`;

let world: RolloutWorld;

beforeAll(async () => {
  world = await createRolloutWorld(STACKS, { rollout: ROLLOUT, connections });
  await world.project.writeFile(".gitignore", ".state\n.pulumi-home\nnode_modules\nreport.json\n");
  const git = (...args: string[]) => execFileSync("git", args, { cwd: world.project.folder });
  git("init", "--quiet");
  git("add", "--all");
  git("-c", "user.name=t", "-c", "user.email=t@t.example", "commit", "--quiet", "--message", "first");
});
afterAll(() => world[Symbol.asyncDispose]());

async function reportIn(folder: string): Promise<UpReport> {
  return JSON.parse(await readFile(join(folder, "report.json"), "utf8")) as UpReport;
}

const statuses = ({ stacks }: UpReport) =>
  Object.fromEntries(stacks.map(({ stack, status }) => [stack, status]));
const all = (names: readonly string[], status: string) =>
  Object.fromEntries(names.map((name) => [name, status]));
const creations = async (stack: string) =>
  (await world.tenant(stack).mutations()).filter(({ field }) => field === "createScopedConfigVariable")
    .length;

const UP = ["up", "--all", "--yes", "--json", "report.json"];

describe(`A rollout to ${tenants} tenants of ${connections} connections each`, () => {
  it("waits for a person after the canary, goes on once authorized, and stops where a tenant fails", async () => {
    await world
      .tenant("eu-a")
      .injectFault(
        { rootField: "createScopedConfigVariable" },
        { type: "payloadError", field: "key", messages: ["is refused today"] },
        connections,
      );
    const { ended, found } = world.start(UP);
    await expect
      .poll(() => found.stderr)
      .toContain('connection "slack-0" of us waits until a person authorizes it');
    const { scopedConfigVariables } = await world
      .tenant("us")
      .query<{ scopedConfigVariables: { nodes: { stableKey: string; authorizeUrl: string }[] } }>(
        "query { scopedConfigVariables { nodes { stableKey authorizeUrl } } }",
      );
    const { authorizeUrl = "" } =
      scopedConfigVariables.nodes.find(({ stableKey }) => stableKey === "slack-0") ?? {};
    await fetch(authorizeUrl, {
      method: "POST",
      body: new URLSearchParams({ decision: "allow" }),
      redirect: "manual",
    });
    const { code, stdout, stderr } = await ended;
    expect(code, stderr + stdout).toBe(1);
    const report = await reportIn(world.project.folder);
    expect(statuses(report)).toEqual({
      us: "current",
      "eu-a": "failed",
      "eu-b": "skipped",
      ...all(OTHERS, "skipped"),
    });
    expect(report.gates).toEqual([{ wave: "canary", kind: "health", result: "passed", reasons: [] }]);
    // The errors once more at the end.
    expect(stdout.trim().split("\n").at(-1)).toMatch(/^ {2}Next: /);
    expect(stdout).toMatch(/eu-a failed: .*is refused today/s);
  });

  it("is resumed in another folder without the journal, and asks for an approval", async () => {
    await world.tenant("eu-a").clearFaults();
    const folder = await world.copy();
    const before = await creations("us");
    const { code, stdout, stderr } = await world.start([...UP, "--resume"], folder).ended;
    expect(code, stderr + stdout).toBe(2);
    const report = await reportIn(folder);
    expect(statuses(report)).toEqual({ us: "current", ...all(EUROPE, "current"), ...all(OTHERS, "waiting") });
    expect(report.stacks.filter(({ isUpdated }) => isUpdated).map(({ stack }) => stack)).toEqual(EUROPE);
    expect(await creations("us")).toBe(before);
    const { digest = "" } = report.gates.find(({ kind }) => kind === "approval") ?? {};
    expect(stdout).toContain(`--resume --approve ${digest}`);

    // Another digest is none, as rollout/src/up/approval.test.ts shows as well.
    if (isPromised) {
      const other = digest.replace(/.$/, "x");
      const refused = await world.start([...UP, "--resume", "--approve", other], folder).ended;
      expect(refused.code).toBe(2);
    }
    const approved = await world.start([...UP, "--resume", "--approve", digest], folder).ended;
    expect(approved.code, approved.stderr + approved.stdout).toBe(0);
    expect(statuses(await reportIn(folder))).toEqual(all(STACKS, "current"));
    for (const stack of STACKS) expect(await world.tenant(stack).stableKeys()).toHaveLength(connections);
  });

  it("writes logs that only their owner reads, and no secret anywhere", async () => {
    const written = await world.written();
    expect(written).toContain("create CustomerConnection slack-1");
    const tokens = [...world.tenants.values()].map(({ refreshToken }) => refreshToken);
    for (const canary of [CANARY, "the program tells", ...tokens]) {
      expect(written).not.toContain(canary);
      expect(written).not.toContain(Buffer.from(canary).toString("base64"));
    }
    const folder = join(world.project.folder, ".prismatic-rollout");
    const files = (await readdir(folder, { recursive: true })).filter((name) => /\.(log|json)$/.test(name));
    expect(files.length).toBeGreaterThan(1);
    for (const file of files) expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
  });
});
