import { describe, expect, it } from "vitest";
import { upExitCode, upReport, upText, type GateReport, type TenantReport } from "./upReport.ts";

const tenant = (
  stack: string,
  status: TenantReport["status"],
  more: Partial<TenantReport> = {},
): TenantReport => ({
  ...{ stack, wave: "all", status, isUpdated: false, isViolated: false, seconds: 0, failures: [] },
  ...more,
});

const report = (stacks: TenantReport[], gates: GateReport[] = []) =>
  upReport.parse({ version: 1, command: "up", run: "r", project: "p", logs: "/logs", stacks, gates });

describe("The exit code of an update", () => {
  it("is that of the most severe stack", () => {
    const failed = tenant("a", "failed");
    const violated = tenant("b", "failed", { isViolated: true });
    const held: GateReport = { wave: "all", kind: "health", result: "failed", reasons: [] };
    expect(upExitCode(report([tenant("a", "current")]))).toBe(0);
    expect(upExitCode(report([tenant("a", "current"), tenant("b", "waiting")]))).toBe(2);
    expect(upExitCode(report([tenant("a", "waiting"), violated]))).toBe(3);
    expect(upExitCode(report([failed, violated]))).toBe(1);
    expect(upExitCode(report([tenant("a", "current")], [held]))).toBe(1);
  });
});

describe("The text of an update", () => {
  it("has a line for each stack, the command that approves, and the errors last", () => {
    const failures = [{ message: "It broke.", nextStep: "Mend it." }];
    const gate: GateReport = {
      wave: "eu",
      kind: "approval",
      result: "held",
      digest: "sha256:1",
      reasons: ["2 deleted"],
    };
    const text = upText(report([tenant("bad", "failed", { failures }), tenant("eu", "waiting")], [gate]));
    expect(text.split("\n")).toEqual([
      "Run r; logs in /logs",
      "bad    failed    all",
      "eu     waiting   all",
      "2 stacks: 1 failed, 1 waiting",
      "Gate of wave eu, approval: held (2 deleted)",
      "  Approve exactly this with: --resume --approve sha256:1",
      "bad failed: It broke.",
      "  Next: Mend it.",
      "",
    ]);
  });
});
