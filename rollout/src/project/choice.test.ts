import { describe, expect, it } from "vitest";
import { RolloutError } from "../errors.ts";
import { chooseStacks, type Selection } from "./choice.ts";
import { parseRolloutFile } from "./rolloutFile.ts";

const KNOWN = ["us", "eu-acme", "eu-globex", "us-dev", "scratch", "odd.name_x-1"];

function chosen(selection: Selection, file = ""): string[] {
  return chooseStacks(KNOWN, parseRolloutFile(`version: 1\n${file}`), selection).map(({ name }) => name);
}

function refusal(selection: Selection, file = ""): string {
  try {
    return chosen(selection, file).join(" ");
  } catch (error) {
    return error instanceof RolloutError ? `${error.message} ${error.nextStep}` : "another error";
  }
}

describe("Stacks", () => {
  it("are chosen by name, pattern, label, or all, each once and in the order of their names", () => {
    expect(chosen({ stacks: ["us", "eu-*", "eu-acme"] })).toEqual(["eu-acme", "eu-globex", "us"]);
    expect(chosen({ stacks: ["odd.name_x-?"] })).toEqual(["odd.name_x-1"]);
    expect(chosen({ all: true }, "stacks: { exclude: [scratch, '*-dev'] }\n")).toEqual([
      ...["eu-acme", "eu-globex", "odd.name_x-1", "us"],
    ]);
    const labels = "labels: { 'eu-*': [eu], eu-acme: [big], us: [big] }\n";
    expect(chosen({ labels: ["eu"] }, labels)).toEqual(["eu-acme", "eu-globex"]);
    expect(chosen({ stacks: ["u*"], labels: ["big"] }, labels)).toEqual(["us"]);
  });

  it("that do not exist are chosen when they are named, so that each is a failure of its own", () => {
    const all = chooseStacks(KNOWN, parseRolloutFile("version: 1"), { stacks: ["us", "nope"] });
    expect(all.map(({ name, exists }) => [name, exists])).toEqual([
      ["nope", false],
      ["us", true],
    ]);
  });

  it("are never chosen by accident", () => {
    expect(refusal({})).toContain("No stack was chosen. Type --all");
    expect(refusal({ all: true, stacks: ["us"] })).toContain("--all means every stack");
    expect(refusal({ stacks: ["asia-*"] })).toContain(
      '"asia-*" matches no stack. The project\'s stacks: us, eu-acme',
    );
    expect(refusal({ labels: ["nope"] })).toContain('No stack has the label "nope"');
    expect(refusal({ stacks: ["scratch"] }, "stacks: { exclude: [scratch] }\n")).toContain(
      'rollout.yaml leaves out stack "scratch"',
    );
    // A dot stands for itself.
    expect(refusal({ stacks: ["odd*name?x-1", "oddXname_x*"] })).toContain('"oddXname_x*" matches no stack');
  });

  it("belong to exactly one wave that updates them", () => {
    const waves = (text: string) =>
      `stacks: { exclude: [scratch] }\nlabels: { 'eu-*': [eu] }\nwaves: ${text}\n`;
    const right = waves(
      "[{ name: one, match: { stacks: ['*-dev'] } }, { name: two, match: { label: eu } }, { name: rest, match: rest }, { name: again, action: redeploy, match: all }]",
    );
    const all = chooseStacks(KNOWN, parseRolloutFile(`version: 1\n${right}`), { all: true });
    expect(Object.fromEntries(all.map(({ name, wave }) => [name, wave]))).toEqual({
      "eu-acme": "two",
      "eu-globex": "two",
      "odd.name_x-1": "rest",
      us: "rest",
      "us-dev": "one",
    });
    expect(refusal({ stacks: ["us"] }, waves("[{ name: one, match: { stacks: [us] } }]"))).toContain(
      "eu-acme is in none; eu-globex is in none",
    );
    expect(
      refusal({ all: true }, waves("[{ name: one, match: all }, { name: two, match: { label: eu } }]")),
    ).toContain("eu-acme is in one and two");
  });
});
