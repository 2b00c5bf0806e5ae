import { describe, expect, it } from "vitest";
import { Lull } from "./lull.ts";

describe("A lull", () => {
  it("is not waited for where a resource is judged, and is where another is changed meanwhile", async () => {
    const calls = new Lull();
    calls.touch();
    const ended: string[] = [];
    const changing = calls.wait().then(() => ended.push("changing"));
    const judging = calls.judge(() => calls.wait()).then(() => ended.push("judging"));
    await Promise.all([changing, judging]);
    expect(ended).toEqual(["judging", "changing"]);
  });
});
