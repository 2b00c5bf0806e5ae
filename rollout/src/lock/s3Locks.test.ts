import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { deadOwner, itKeepsItsLocks } from "../testing/lockPromises.ts";
import { startS3Store, type S3Store } from "../testing/s3Store.ts";
import { thisOwner, type Owner } from "./owner.ts";
import { readS3Address } from "./s3Address.ts";
import { S3Locks } from "./s3Locks.ts";
import { S3Objects } from "./s3Objects.ts";

let store: S3Store;
beforeEach(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "key");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "canary-of-the-store");
  store = await startS3Store();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await store[Symbol.asyncDispose]();
});

const locks = (owner: Owner) =>
  new S3Locks(new S3Objects(readS3Address(store.url, {})), { project: "p", owner });
const A = "team/.pulumi/prismatic-rollout-locks/p/a.json";
const REFUSED =
  /do(es)? not keep the conditions of a write \(If-None-Match, If-Match\).* Nothing was started/;

describe("A lock in S3", () => {
  itKeepsItsLocks(locks);

  it("is an object in the folder of the backend that is never deleted", async () => {
    const own = locks(thisOwner("first"));
    await own.take(["a", "org/b"]);
    expect([...store.objects.keys()].sort()).toEqual([A, A.replace("a.json", "org%2Fb.json")]);
    expect(JSON.parse(store.objects.get(A) ?? "")).toMatchObject({ run: "first", pid: process.pid });
    await own.release();
    expect(JSON.parse(store.objects.get(A) ?? "")).toMatchObject({ releasedBy: "first" });
    expect(store.writes.every(({ absent, etag }) => (absent === "*") !== (etag !== undefined))).toBe(true);
  });

  it.each([
    ["If-None-Match", ({ absent }) => absent !== undefined],
    ["If-Match", ({ etag }) => etag !== undefined],
  ] satisfies [string, (write: S3Store["writes"][number]) => boolean][])(
    "is refused in a store that ignores %s, and in one that does not know it",
    async (_, isIgnored) => {
      store.meddle = (write) => (isIgnored(write) ? "regardless" : undefined);
      await expect(locks(thisOwner("first")).take(["a"])).rejects.toThrow(REFUSED);
      store.meddle = (write) => (isIgnored(write) ? { status: 501, code: "NotImplemented" } : undefined);
      await expect(locks(thisOwner("second")).take(["a"])).rejects.toThrow(REFUSED);
    },
  );

  it("is taken once where the answer to its write is lost", async () => {
    for (const before of ["none", "of a run that is over", "of a dead run"]) {
      if (before !== "none") {
        const former = locks(before === "of a dead run" ? await deadOwner("dead") : thisOwner("former"));
        await former.take(["a"]);
        if (before === "of a run that is over") await former.release();
      }
      let losses = 1;
      store.meddle = ({ absent }) =>
        losses > 0 && (absent === "*") === (before === "none") && losses-- ? "lost" : undefined;
      const own = locks(thisOwner("own"));
      expect(await own.take(["a"]), before).toEqual(new Set(before === "of a dead run" ? ["a"] : []));
      expect(losses).toBe(0);
      await own.release();
      expect(JSON.parse(store.objects.get(A) ?? ""), before).toMatchObject({ releasedBy: "own" });
      store.objects.clear();
    }
  });

  it("is asked for again where S3 says that two writes met", async () => {
    let conflicts = 2;
    store.meddle = () => (conflicts-- > 0 ? { status: 409, code: "ConditionalRequestConflict" } : undefined);
    expect(await locks(thisOwner("own")).take(["a"])).toEqual(new Set());
  });

  it("that no owner can be read from is left alone, and its object named", async () => {
    store.objects.set(A, '{"Id":"of another tool"}');
    const own = locks(thisOwner("own"));
    await expect(own.take(["a"])).rejects.toThrow(/Stack "a" is locked by another run/);
    await expect(own.unlock("a", "own")).rejects.toMatchObject({
      nextStep: expect.stringContaining(A.replace("team/", "")) as string,
    });
    expect(store.objects.get(A)).toContain("of another tool");
  });

  it("says what S3 refused, without address and credentials", async () => {
    const own = locks(thisOwner("own"));
    store.refuses = { status: 403, code: "AccessDenied" };
    const denied = await own.take(["a"]).catch((error: Error) => error);
    expect(denied).toMatchObject({
      message:
        "The lock could not be taken: S3 does not allow it (AccessDenied). Nothing was started, in no stack.",
      nextStep: expect.stringContaining("s3:PutObject") as string,
    });
    store.refuses = { status: 404, code: "NoSuchBucket" };
    await expect(own.take(["a"])).rejects.toThrow("S3 did not carry it out (NoSuchBucket)");
    await expect(own.unlock("a", "own")).rejects.toThrow(/NoSuchBucket\)\. Nothing was unlocked/);
    await store[Symbol.asyncDispose]();
    await expect(own.take(["a"])).rejects.toThrow("S3 did not carry it out (ECONNREFUSED)");
    expect(JSON.stringify(denied)).not.toMatch(/canary|127\.0\.0\.1/);
  });

  it("that cannot be given back is named with the command that removes it", async () => {
    const own = locks(thisOwner("own"));
    await own.take(["a", "b"]);
    store.refuses = { status: 403, code: "AccessDenied" };
    await expect(own.release()).rejects.toMatchObject({
      message: expect.stringContaining('The locks of "a", "b" could not be given back') as string,
      nextStep: expect.stringContaining("prismatic-rollout unlock --stack b --run own") as string,
    });
  });
});
