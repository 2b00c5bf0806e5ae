import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { RolloutError } from "../errors.ts";
import { parseRolloutFile } from "./rolloutFile.ts";

/** The example of docs/rollout.md. */
const EXAMPLE =
  /```yaml\n(version: 1\n.*?)```/s.exec(
    readFileSync(new URL("../../../docs/rollout.md", import.meta.url), "utf8"),
  )?.[1] ?? "";

function refusal(text: string): string {
  try {
    parseRolloutFile(text);
  } catch (error) {
    if (error instanceof RolloutError) return error.message;
  }
  return "accepted";
}

describe("rollout.yaml", () => {
  it("is not read where it is longer than anybody writes it", () => {
    const comment = `# ${"x".repeat(1_000_000)}\nversion: 1\n`;
    expect(refusal(comment)).toBe(
      "rollout.yaml has 1000014 characters, and at most 1000000 are read. Nothing was started.",
    );
    expect(refusal(comment.slice(0, 2) + comment.slice(16))).toBe("accepted");
  });

  it("is read whole, with durations in seconds and shares as numbers", () => {
    const { waves, requestShare, autoApprove, environment } = parseRolloutFile(EXAMPLE);
    expect(requestShare).toEqual({ percent: 50 });
    expect(autoApprove).toEqual({ replace: 0, delete: 0, customers: 50 });
    expect(waves.map(({ name, action }) => [name, action])).toEqual([
      ["canary", "up"],
      ["eu", "up"],
      ["others", "up"],
      ["redeploy", "redeploy"],
    ]);
    expect(waves[0]?.gate?.health).toEqual({
      notWorseThanBefore: true,
      settle: 300,
      timeout: 1800,
      waitingForPerson: "hold",
    });
    expect(waves[1]).toMatchObject({ maxConcurrent: { percent: 25 }, failureTolerance: 1 });
    expect(environment["eu-*"]?.esc).toBe("acme/prod-eu");
  });

  it.each([
    ["names an anchor that is not there", "version: 1\nlabels: *gone\n", "line 2: Unresolved alias"],
    [
      "grows by aliases without measure",
      `version: 1\na: &a [x]\nb: &b [${"*a, ".repeat(20)}]\nc: [${"*b, ".repeat(20)}]\n`,
      "line 4: Excessive alias count",
    ],
    [
      "is nested too deeply",
      `version: ${"[".repeat(5000)}${"]".repeat(5000)}\n`,
      "line 1: Nested too deeply",
    ],
    [
      "has a map where a text must be, with a length that no number can be made of",
      "version: 1\nlabels:\n  a: [{ length: { toString: null } }]\n",
      "line 3: labels.a.0",
    ],
    [
      "has a map where a list must be, with such a length",
      'version: 1\nenvironment:\n  "*": { variables: { A: { command: { length: { toString: null } } } } }\n',
      "line 3: environment.*.variables.A",
    ],
    [
      "has keys within keys",
      `version: 1\nlabels:\n  ${"? ".repeat(60)}\n`,
      "line 3: a key must be a text, not a map or a list",
    ],
  ])("that %s is refused with the line", (_what, text, expected) => {
    expect(refusal(text)).toContain(expected);
  });

  it("may say nothing but its version", () => {
    expect(parseRolloutFile("version: 1\n")).toMatchObject({
      stacks: { include: ["*"], exclude: [] },
      waves: [],
      environment: {},
    });
  });

  it.each([
    ["a key that does not exist", "version: 1\nwave: []\n", 'line 2: there is no key "wave"'],
    [
      "one within a wave",
      "version: 1\nwaves:\n  - name: one\n    match: rest\n    maxConcurent: 2\n",
      'line 5: waves.0: there is no key "maxConcurent"',
    ],
    ["a missing version", "maxConcurrent: 2\n", "line 1: version: must be 1"],
    ["another version", "version: 2\n", "line 1: version: must be 1"],
    ["a share that is none", "version: 1\nrequestShare: 110%\n", "line 2: requestShare: must be"],
    [
      "a wave without stacks",
      "version: 1\nwaves:\n  - name: one\n",
      "line 3: waves.0.match: must be rest, all",
    ],
    [
      "a duration without a unit",
      "version: 1\nwaves:\n  - { name: a, match: all, gate: { health: { settle: 5 } } }\n",
      "line 3: waves.0.gate.health.settle: must be a duration such as 90s, 5m or 1h",
    ],
    [
      "a duration of months",
      "version: 1\nwaves:\n  - { name: a, match: all, gate: { health: { settle: 999h } } }\n",
      "line 3: waves.0.gate.health.settle: must be at most 168h",
    ],
    [
      "a variable without a source",
      "version: 1\nenvironment:\n  us:\n    variables:\n      A: secret\n",
      "line 5: environment.us.variables.A: must be { value: ... }",
    ],
    ["a key twice", "version: 1\nlabels: {}\nlabels: {}\n", "line 3: Map keys must be unique"],
    ["no YAML", "version: 1\nlabels: { a\n", "line "],
    ["a list", "- 1\n", "line 1: rollout.yaml: must be an object"],
    ["nothing", "", "line 1: rollout.yaml: must be an object"],
  ])("is refused with the line of %s", (_, text, message) => {
    expect(refusal(text)).toContain(message);
  });

  it("tells all mistakes at once", () => {
    expect(refusal("version: 1\nmaxConcurrent: 0\nfoo: 1\n").match(/line \d/g)).toHaveLength(2);
  });
});
