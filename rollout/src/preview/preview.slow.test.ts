import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PreviewReport } from "../report/schema.ts";
import { plainProgress } from "./progress.ts";
import { preview } from "./preview.ts";

const require = createRequire(import.meta.url);

/**
 * An engine that can be told to do what the real one does only by chance. It answers with what it finds in `plan.json`:
 * the states that its list of stacks has each time, and the events of each stack.
 */
const ENGINE = `#!${process.execPath}
const { readFileSync, existsSync, writeFileSync } = require("node:fs");
const grpc = require(${JSON.stringify(require.resolve("@grpc/grpc-js"))});
const events = require(${JSON.stringify(require.resolve("@pulumi/pulumi/proto/events_grpc_pb.js"))});
const { EventRequest } = require(${JSON.stringify(require.resolve("@pulumi/pulumi/proto/events_pb.js"))});
const args = process.argv.slice(2);
const after = (flag) => args[args.indexOf(flag) + 1];
const plan = JSON.parse(readFileSync("plan.json", "utf8"));
if (args[0] === "version") console.log(plan.version ?? "v3.258.0");
else if (args[0] === "stack") {
  const calls = existsSync("calls") ? Number(readFileSync("calls", "utf8")) : 0;
  writeFileSync("calls", String(calls + 1));
  const versions = plan.lists[Math.min(calls, plan.lists.length - 1)];
  console.log(JSON.stringify(Object.entries(versions).map(([name, lastUpdate]) => ({ name, lastUpdate }))));
} else {
  const { texts = [], cancels = false, code = 0, stderr = "" } = plan.stacks[after("--stack")];
  writeFileSync("previewed", (existsSync("previewed") ? readFileSync("previewed", "utf8") : "") + after("--stack") + "\\n");
  process.stderr.write(stderr);
  const Client = grpc.makeGenericClientConstructor(events.EventsService, "Events");
  const client = new Client(after("--event-log").replace("tcp://", ""), grpc.credentials.createInsecure());
  const stream = client.streamEvents(() => process.exit(code));
  for (const text of texts) stream.write(new EventRequest().setEvent(text));
  if (cancels) setTimeout(() => process.exit(code), 300);
  else stream.end();
}
`;

const SUCCEEDED = [{ summaryEvent: { isPreview: true, result: "succeeded" } }, { cancelEvent: {} }];
const texts = (...events: object[]) => events.map((event) => JSON.stringify(event));

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rollout-"));
  await writeFile(join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
  await writeFile(join(folder, "pulumi"), ENGINE);
  await chmod(join(folder, "pulumi"), 0o755);
});
afterAll(() => rm(folder, { recursive: true }));

interface Plan {
  version?: string;
  /** Versions of the stacks' states, at each listing. */
  lists: Record<string, string>[];
  stacks: Record<string, { texts?: string[]; cancels?: boolean; code?: number; stderr?: string }>;
}

async function previewOf(plan: Plan): Promise<{ report: PreviewReport; previewed: string[]; told: string }> {
  for (const file of ["calls", "previewed"]) await rm(join(folder, file), { force: true });
  await writeFile(join(folder, "plan.json"), JSON.stringify(plan));
  let told = "";
  const report = await preview({
    cwd: folder,
    all: true,
    timeout: 60,
    maxConcurrent: 1,
    signal: new AbortController().signal,
    env: { PATH: [folder, dirname(process.execPath), "/usr/bin", "/bin"].join(":") },
    progress: (stacks) => plainProgress(stacks, (text) => (told += text)),
  });
  const previewed = (await readFile(join(folder, "previewed"), "utf8")).trim().split("\n");
  return { report, previewed, told };
}

const one = { lists: [{ a: "1" }] };
const failureOf = ({ report }: { report: PreviewReport }) => report.stacks[0]?.failures[0]?.message;

describe("A preview", () => {
  it("that succeeded has a complete stream, its summary and exit code 0", async () => {
    const { report, told } = await previewOf({ ...one, stacks: { a: { texts: texts(...SUCCEEDED) } } });
    expect(report.stackCounts).toEqual({ failed: 0, violation: 0, changed: 0, unchanged: 1 });
    expect(told).toMatch(/^\[1\/1\] a: unchanged \(\d+\.\d s\)\n$/);
  });

  it.each([
    [
      "breaks off",
      { texts: texts(SUCCEEDED[0] as object), cancels: true },
      "Pulumi ended before it had told everything",
    ],
    [
      "has no last event",
      { texts: texts(SUCCEEDED[0] as object) },
      "Pulumi ended before it had told everything",
    ],
    [
      "has no summary",
      { texts: texts({ cancelEvent: {} }) },
      "Pulumi failed with exit code 0 and gave no reason.",
    ],
    [
      "succeeds with another exit code",
      { texts: texts(...SUCCEEDED), code: 255 },
      "Pulumi failed with exit code 255",
    ],
    [
      "failed with exit code 0",
      { texts: texts({ summaryEvent: { result: "failed" } }, { cancelEvent: {} }) },
      "Pulumi failed with exit code 0",
    ],
  ])("is a failure where its stream %s", async (_, stack, message) => {
    const found = await previewOf({ ...one, stacks: { a: stack } });
    expect(found.report.stackCounts).toMatchObject({ failed: 1, unchanged: 0 });
    expect(failureOf(found)).toContain(message);
  });

  it("is repeated once for a stack whose state changed meanwhile, and fails where that goes on", async () => {
    const stacks = { a: { texts: texts(...SUCCEEDED) }, b: { texts: texts(...SUCCEEDED) } };
    const changed = await previewOf({
      lists: [
        { a: "1", b: "1" },
        { a: "2", b: "1" },
      ],
      stacks,
    });
    expect(changed.previewed).toEqual(["a", "b", "a"]);
    expect(changed.report.stackCounts).toMatchObject({ failed: 0, unchanged: 2 });
    const lists = [
      { a: "1", b: "1" },
      { a: "2", b: "1" },
      { a: "3", b: "1" },
    ];
    const restless = await previewOf({ lists, stacks });
    expect(restless.previewed).toEqual(["a", "b", "a"]);
    expect(restless.report.stackCounts).toMatchObject({ failed: 1, unchanged: 1 });
    expect(failureOf(restless)).toContain("changed twice while it was read");
  });

  it("is not begun with a version of Pulumi that is too old", async () => {
    await expect(previewOf({ ...one, version: "v3.257.1", stacks: {} })).rejects.toThrow("is version 3.257");
  });
});
