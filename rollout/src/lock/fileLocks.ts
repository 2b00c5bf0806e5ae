import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { visible } from "pulumi-prismatic/vocabulary";
import { RolloutError } from "../errors.ts";
import { reasonOf } from "../wholeFile.ts";
import { described, isProvenDead, ownerSchema, type Owner } from "./owner.ts";
import { locked, type LockPlace, type StackLocks } from "./stackLocks.ts";

/** Folder of a file backend: `file:///state`, `file://~/state`, `file://./state`, each with parameters. */
export function folderOf(url: string, cwd: string): string {
  const path = url.slice("file://".length).replace(/\?.*$/s, "");
  if (path === "~" || path.startsWith("~/")) return join(homedir(), path.slice(1));
  return path.startsWith("/") ? fileURLToPath(`file://${path}`) : resolve(cwd, decodeURIComponent(path));
}

/**
 * Locks as files beside the states. A lock is linked into place with its owner in it, which is atomic and fails where
 * there is one.
 */
export class FileLocks implements StackLocks {
  readonly lost: AbortSignal = new AbortController().signal;
  readonly #folder: string;
  readonly #owner: Owner;
  readonly #taken = new Set<string>();

  /** @param folder of the backend */
  constructor(folder: string, { project, owner }: LockPlace) {
    // Pulumi lists neither this folder nor what is in it.
    this.#folder = join(folder, ".pulumi", "prismatic-rollout-locks", encodeURIComponent(project));
    this.#owner = owner;
  }

  async take(stacks: readonly string[]): Promise<ReadonlySet<string>> {
    const inherited = new Set<string>();
    try {
      for (const stack of stacks) {
        if (await this.#takeOne(stack)) inherited.add(stack);
      }
    } catch (error) {
      await this.release();
      throw error;
    }
    return inherited;
  }

  async release(): Promise<void> {
    for (const stack of this.#taken) {
      if ((await ownerIn(this.#path(stack)))?.run === this.#owner.run)
        await rm(this.#path(stack), { force: true });
      this.#taken.delete(stack);
    }
  }

  async unlock(stack: string, run: string): Promise<void> {
    const path = this.#path(stack);
    const owner = await ownerIn(path);
    if (owner?.run !== run) {
      const holder = owner === undefined ? "no run" : described(owner);
      throw new RolloutError(
        "LOCK",
        `Run ${visible(run)} does not hold stack "${stack}": ${holder} does. Nothing was unlocked.`,
        owner === undefined ? "Go on." : `Name that run: --run ${owner.run}`,
      );
    }
    await rm(path);
    await rm(`${path}.takeover`, { force: true });
  }

  /** @returns true where the lock was taken over from a dead owner */
  async #takeOne(stack: string): Promise<boolean> {
    const path = this.#path(stack);
    if (await this.#link(path)) {
      this.#taken.add(stack);
      return false;
    }
    const holder = await ownerIn(path);
    const unlock = `prismatic-rollout unlock --stack ${stack} --run ${holder?.run ?? "RUN"}`;
    const refused = () => locked(stack, holder === undefined ? "another run" : described(holder), unlock);
    if (holder === undefined || !isProvenDead(holder)) throw refused();
    // Of two runs that found the same dead owner, one goes on. Its own lock is never removed by the other.
    const takeover = `${path}.takeover`;
    if (!(await this.#link(takeover))) throw refused();
    try {
      if ((await ownerIn(path))?.run !== holder.run) throw refused();
      await rm(path);
      if (!(await this.#link(path))) throw refused();
    } finally {
      await rm(takeover, { force: true });
    }
    this.#taken.add(stack);
    return true;
  }

  async #link(path: string): Promise<boolean> {
    const whole = `${path}.${this.#owner.run}`;
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(whole, `${JSON.stringify(this.#owner)}\n`, { mode: 0o600 });
      await link(whole, path);
      return true;
    } catch (error) {
      const { code, syscall } = error as NodeJS.ErrnoException;
      if (code === "EEXIST" && syscall === "link") return false;
      throw new RolloutError(
        "LOCK",
        `The lock ${path} cannot be made (${reasonOf(error)}). Nothing was started.`,
        "Make room or the backend's folder writable; or type --no-lock, where only one rollout runs.",
        { cause: error },
      );
    } finally {
      await rm(whole, { force: true }).catch(() => undefined);
    }
  }

  #path(stack: string): string {
    return join(this.#folder, `${encodeURIComponent(stack)}.json`);
  }
}

async function ownerIn(path: string): Promise<Owner | undefined> {
  try {
    return ownerSchema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    return undefined;
  }
}
