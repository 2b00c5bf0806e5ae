import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";
import { isProvenDead, startOf, thisOwner, type Owner } from "../lock/owner.ts";
import type { StackLocks } from "../lock/stackLocks.ts";

/** An owner whose process ended. */
export async function deadOwner(run: string): Promise<Owner> {
  const child = spawn(process.execPath, ["--eval", "setInterval(() => {}, 1000)"]);
  const pid = child.pid ?? 0;
  const owner = { ...thisOwner(run), pid, started: startOf(pid) ?? "" };
  expect(isProvenDead(owner)).toBe(false);
  child.kill("SIGKILL");
  await once(child, "exit");
  return owner;
}

/**
 * Tries what the locks of every backend promise whose owners are written down.
 *
 * @param locks of one owner, in a place that is empty at the begin of each test
 */
export function itKeepsItsLocks(locks: (owner: Owner) => StackLocks): void {
  it("is held by one run at a time, with all stacks or none", async () => {
    const [first, second] = [locks(thisOwner("first")), locks(thisOwner("second"))];
    expect(await first.take(["a", "b"])).toEqual(new Set());
    await expect(second.take(["c", "b"])).rejects.toThrow(
      /Stack "b" is locked by run first \(process \d+ on/,
    );
    expect(await locks(thisOwner("third")).take(["c"])).toEqual(new Set());
    await first.release();
    expect(await second.take(["b"])).toEqual(new Set());
  });

  it("is taken by exactly one of many at once", async () => {
    const all = Array.from({ length: 20 }, (_, index) => locks(thisOwner(`run-${index}`)).take(["a"]));
    const outcomes = await Promise.allSettled(all);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("of a dead owner is taken over by exactly one", async () => {
    await locks(await deadOwner("dead")).take(["a"]);
    const all = Array.from({ length: 20 }, (_, index) => locks(thisOwner(`run-${index}`)).take(["a"]));
    const taken = (await Promise.allSettled(all)).filter(({ status }) => status === "fulfilled");
    expect(taken).toEqual([{ status: "fulfilled", value: new Set(["a"]) }]);
  });

  it("of another machine, boot or container is never taken over, and unlocked by naming its run", async () => {
    const elsewhere = { ...(await deadOwner("elsewhere")), host: "another-machine" };
    const own = locks(thisOwner("own"));
    for (const owner of [elsewhere, { ...elsewhere, host: thisOwner("").host, boot: "another boot" }]) {
      await locks(owner).take(["a"]);
      await expect(own.take(["a"])).rejects.toMatchObject({
        nextStep: expect.stringContaining("prismatic-rollout unlock --stack a --run elsewhere") as string,
      });
      await expect(own.unlock("a", "mistyped")).rejects.toThrow(/Run mistyped does not hold stack "a"/);
      await own.unlock("a", "elsewhere");
    }
    expect(await own.take(["a"])).toEqual(new Set());
  });

  it("that another run has meanwhile is not given back", async () => {
    const [first, second] = [locks(thisOwner("first")), locks(thisOwner("second"))];
    await first.take(["a"]);
    await second.unlock("a", "first");
    await second.take(["a"]);
    await first.release();
    await expect(locks(thisOwner("third")).take(["a"])).rejects.toThrow(/locked by run second/);
  });
}
