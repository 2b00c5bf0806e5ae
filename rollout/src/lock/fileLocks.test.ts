import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { deadOwner, itKeepsItsLocks } from "../testing/lockPromises.ts";
import { FileLocks, folderOf } from "./fileLocks.ts";
import { thisOwner, type Owner } from "./owner.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "locks-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const locks = (owner: Owner) => new FileLocks(folder, { project: "p", owner });

describe("A lock in a folder", () => {
  itKeepsItsLocks(locks);

  it("is readable for its owner alone", async () => {
    await locks(thisOwner("first")).take(["a"]);
    const file = join(folder, ".pulumi/prismatic-rollout-locks/p/a.json");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it("leaves no other file where it is taken over", async () => {
    await locks(await deadOwner("dead")).take(["a"]);
    const all = Array.from({ length: 20 }, (_, index) => locks(thisOwner(`run-${index}`)).take(["a"]));
    await Promise.allSettled(all);
    expect(await readdir(join(folder, ".pulumi/prismatic-rollout-locks/p"))).toEqual(["a.json"]);
  });
});

describe("The folder of a backend", () => {
  it("is read as Pulumi reads it", () => {
    expect(folderOf("file:///state/with%20space?no_tmp_dir=true", "/project")).toBe("/state/with space");
    expect(folderOf("file://~", "/project")).toBe(homedir());
    expect(folderOf("file://~/state", "/project")).toBe(join(homedir(), "state"));
    expect(folderOf("file://./state", "/project")).toBe("/project/state");
  });
});
