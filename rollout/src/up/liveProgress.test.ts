import { Writable } from "node:stream";
import { afterEach, describe, expect, it, vi } from "vitest";
import { screenOf } from "../testing/screen.ts";
import { liveLines, type LiveTenant } from "./liveLines.ts";
import { liveProgress } from "./liveProgress.ts";

const NOW = 100_000;

function terminal({ rows, columns }: { rows: number; columns: number }) {
  let written = "";
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      written += chunk.toString();
      done();
    },
  });
  return {
    stream: Object.assign(stream, { rows, columns, isTTY: true }) as unknown as NodeJS.WriteStream,
    screen: () => screenOf(written).filter((line) => line !== ""),
  };
}

describe("The live list of a rollout", () => {
  afterEach(() => void vi.useRealTimers());

  it("shows each wave with its sums, and each stack with its status and time", () => {
    vi.useFakeTimers({ now: NOW });
    const { stream, screen } = terminal({ rows: 20, columns: 80 });
    const list = liveProgress(stream);
    const [canary, rest] = [
      { name: "canary", stacks: ["us", "eu-west"] },
      { name: "rest", stacks: ["asia"] },
    ];
    list.begins([canary, rest]);
    list.waveBegins(canary);
    list.previewBegins("us");
    list.previewBegins("eu-west");
    vi.advanceTimersByTime(1500);
    expect(screen()).toEqual([
      "Wave canary: 2 stacks: 2 outdated",
      "  us       outdated  preview for 1.5 s",
      "  eu-west  outdated  preview for 1.5 s",
      "Wave rest: 1 stack",
      "  asia  outdated",
    ]);
    list.previewEnds("us");
    list.statusChanges("us", "current");
    list.previewEnds("eu-west");
    list.statusChanges("eu-west", "running");
    vi.advanceTimersByTime(2000);
    list.statusChanges("eu-west", "failed");
    list.tells("Gate of wave canary: slack is worse than before");
    list.statusChanges("asia", "skipped");
    list.close();
    // Later changes of time paint nothing.
    vi.advanceTimersByTime(5000);
    expect(screen()).toEqual([
      "Gate of wave canary: slack is worse than before",
      "Wave canary: 2 stacks: 1 current, 1 failed",
      "  us       current   preview took 1.5 s",
      "  eu-west  failed    update took 2.0 s",
      "Wave rest: 1 stack",
      "  asia  skipped",
    ]);
  });

  it("keeps still while a person is asked, and goes on below", async () => {
    vi.useFakeTimers({ now: NOW });
    const { stream, screen } = terminal({ rows: 20, columns: 80 });
    const list = liveProgress(stream);
    list.begins([{ name: "all", stacks: ["us"] }]);
    list.waveBegins({ name: "all", stacks: ["us"] });
    list.statusChanges("us", "running");
    await list.pausedFor(() => {
      stream.write("Approve? Type yes: ");
      vi.advanceTimersByTime(3000);
      list.statusChanges("us", "current");
      stream.write("yes\n");
      return Promise.resolve(true);
    });
    list.close();
    expect(screen()).toEqual([
      "Wave all: 1 stack: 1 running",
      "  us  running   update for 0.0 s",
      "Approve? Type yes: yes",
      "Wave all: 1 stack: 1 current",
      "  us  current   update took 3.0 s",
    ]);
  });

  it("fits any terminal: what runs comes first, and the others are counted", () => {
    const stacks = Array.from({ length: 60 }, (_, index) => `stack-${index}`);
    const tenants = new Map<string, LiveTenant>(stacks.map((stack) => [stack, { status: "outdated" }]));
    tenants.set("stack-40", { status: "running", work: { what: "update", since: NOW - 100 } });
    tenants.set("stack-50", { status: "failed", took: { what: "update", milliseconds: 4000 } });
    const waves = [
      { name: "canary", stacks: ["one"], hasBegun: true },
      { name: "eu", stacks, hasBegun: true },
      { name: "rest", stacks: stacks.slice(0, 1), hasBegun: false },
    ];
    const lines = liveLines(waves, tenants, { rows: 8, columns: 40, now: NOW });
    expect(lines).toEqual([
      "Wave canary: 1 stack: 1 outdated",
      "Wave eu: 60 stacks: 58 outdated, 1 runnin".slice(0, 40),
      "  stack-40  running   update for 0.1 s",
      "  stack-50  failed    update took 4.0 s",
      "  stack-0   outdated",
      "  stack-1   outdated",
      "  … and 56 more",
      "Wave rest: 1 stack",
    ]);
    for (const rows of [1, 2, 3, 4, 5, 63, 64, 65, 66])
      expect(liveLines(waves, tenants, { rows, columns: 40, now: NOW }).length).toBeLessThanOrEqual(rows);
  });

  it("writes out what a name does to a terminal", () => {
    const names = ["\u001b[2Jeu", "us\nWave"];
    const lines = liveLines([{ name: "\u001b]0;x\u0007", stacks: names, hasBegun: true }], new Map(), {
      ...{ rows: 20, columns: 200, now: NOW },
    });
    expect(lines.join("")).not.toMatch(/\p{Cc}/u);
    expect(lines).toHaveLength(3);
  });
});
