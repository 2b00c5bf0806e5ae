import { describe, expect, it } from "vitest";
import { shownFiles } from "../emit/emitted.ts";
import { outcomeJson, outcomeText, type ExportOutcome } from "./outcome.ts";

const outcome: ExportOutcome = {
  tenant: { url: "https://us.example", id: "1" },
  folder: "/acme",
  objects: [
    { kind: "connections", title: "slack-oauth" },
    { kind: "connections", title: "build\u001b[2J", leftOut: "is build-only" },
  ],
  secrets: { read: ["slackClientSecret"], missing: ["stripeApiKey", "openaiApiKey"] },
  notes: ["An input is not shown."],
  next: ["cd acme"],
};

describe("An export tells what it did", () => {
  it("to people: sums, what is left out, how many secrets, and what comes next", () => {
    const text = outcomeText(outcome);
    expect(text).toMatch(/connections +2 +1 +1/);
    expect(text).toContain("encrypted configuration: 1 secret.\nStill to be set: 2 secrets.");
    expect(text).toContain("An input is not shown.");
    expect(text.endsWith("cd acme\n")).toBe(true);
    expect(text).not.toContain("\u001b");
  });

  it("to programs: the same as one line of JSON, with the name of each secret and no character that acts on a terminal", () => {
    const json = outcomeJson(outcome);
    expect(JSON.parse(json)).toEqual(outcome);
    for (const sign of ["\u001b", "\n"]) expect(json.trimEnd()).not.toContain(sign);
  });

  it("also where the tenant has nothing", () => {
    const nothing = { ...outcome, folder: undefined, secrets: { read: [], missing: [] } };
    expect(outcomeText(nothing)).toContain("Tenant 1 has nothing to export. Nothing was written.");
    expect(JSON.parse(outcomeJson(nothing))).not.toHaveProperty("folder");
  });
});

it("An emit tells its files to programs, and to people what comes next", () => {
  const emitted = { folder: "/stacks", files: ["us.yaml"], text: "Wrote 1 stack.\n" };
  expect(JSON.parse(shownFiles(emitted, true))).toEqual({ folder: "/stacks", files: ["us.yaml"] });
  expect(shownFiles(emitted, false)).toBe("Wrote 1 stack.\n");
});
