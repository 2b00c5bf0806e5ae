import pLimit from "p-limit";
import { visible } from "pulumi-prismatic/vocabulary";
import { z } from "zod";
import { RolloutError } from "../errors.ts";
import { described, isProvenDead, ownerSchema, type Owner } from "./owner.ts";
import { noConditionalWrites, StoreError, type S3Object, type S3Objects } from "./s3Objects.ts";
import { locked, type LockPlace, type StackLocks } from "./stackLocks.ts";

/** Requests at the same time. */
const CONCURRENCY = 16;

/** Tag that no object has. */
const NO_TAG = '"00000000000000000000000000000000"';

/** Contents in place of a lock that a run has given back. No object is ever deleted, so each change is one conditional write. */
const releasedSchema = z.object({ releasedBy: z.string(), releasedAt: z.string() });

type Lock = { owner: Owner } | "free" | "unreadable";

/**
 * Locks as objects beside the states, each written under a condition of its contents: S3 looks and writes in one step.
 * A lock is created where there is none, and otherwise replaced where it is still the one that was read.
 */
export class S3Locks implements StackLocks {
  readonly lost: AbortSignal = new AbortController().signal;
  readonly #objects: S3Objects;
  readonly #project: string;
  readonly #owner: Owner;
  /** Tag of each lock that this run has; undefined for one that it asked for without an answer. */
  readonly #taken = new Map<string, string | undefined>();

  constructor(objects: S3Objects, { project, owner }: LockPlace) {
    this.#objects = objects;
    this.#project = project;
    this.#owner = owner;
  }

  async take(stacks: readonly string[]): Promise<ReadonlySet<string>> {
    const limit = pLimit(CONCURRENCY);
    const answers = await Promise.allSettled(stacks.map((stack) => limit(() => this.#takeOne(stack))));
    try {
      for (const answer of answers) if (answer.status === "rejected") throw answer.reason;
      const [first] = this.#taken.keys();
      if (first !== undefined) await this.#checkConditions(first);
    } catch (error) {
      // What could not be given back names this run, and is taken over or unlocked as that of a dead one.
      await this.release().catch(() => undefined);
      throw error instanceof StoreError ? notTaken(error) : error;
    }
    return new Set(
      stacks.filter((_, index) => {
        const answer = answers[index];
        return answer?.status === "fulfilled" && answer.value;
      }),
    );
  }

  async release(): Promise<void> {
    const limit = pLimit(CONCURRENCY);
    const stacks = [...this.#taken.keys()];
    const answers = await Promise.allSettled(stacks.map((stack) => limit(() => this.#releaseOne(stack))));
    const kept = stacks.filter((_, index) => answers[index]?.status === "rejected");
    if (kept.length === 0) return;
    const failures = answers.map((answer): unknown =>
      answer.status === "rejected" ? answer.reason : undefined,
    );
    const reason = failures.find((each) => each instanceof StoreError);
    if (reason === undefined) throw new AggregateError(failures.filter((each) => each !== undefined));
    const commands = kept.map(
      (stack) => `prismatic-rollout unlock --stack ${stack} --run ${this.#owner.run}`,
    );
    throw new RolloutError(
      "LOCK",
      `The locks of ${kept.map((stack) => `"${stack}"`).join(", ")} could not be given back: ${reason.message}`,
      `When S3 answers again, type: ${commands.join(" && ")}`,
      { cause: reason },
    );
  }

  async unlock(stack: string, run: string): Promise<void> {
    const key = this.#keyOf(stack);
    const found = await this.#objects.read(key).catch((error: unknown) => {
      throw error instanceof StoreError ? notUnlocked(error) : error;
    });
    const lock = lockIn(found);
    if (lock === "unreadable") {
      throw new RolloutError(
        "LOCK",
        `The lock of stack "${stack}" names no owner that this version can read. Nothing was unlocked.`,
        `If certainly no rollout runs, delete the object ${key} in the folder of the backend.`,
      );
    }
    if (lock === "free" || lock.owner.run !== run) {
      const holder = lock === "free" ? "no run" : described(lock.owner);
      throw new RolloutError(
        "LOCK",
        `Run ${visible(run)} does not hold stack "${stack}": ${holder} does. Nothing was unlocked.`,
        lock === "free" ? "Go on." : `Name that run: --run ${lock.owner.run}`,
      );
    }
    if (found !== undefined && (await this.#objects.write(key, released(run), found)) !== undefined) return;
    throw new RolloutError(
      "LOCK",
      `The lock of stack "${stack}" changed at the same moment. Nothing was unlocked.`,
      "Look who has it now: run the rollout again.",
    );
  }

  /** @returns true where the lock was taken over from a dead owner */
  async #takeOne(stack: string): Promise<boolean> {
    const key = this.#keyOf(stack);
    this.#taken.set(stack, undefined);
    const text = `${JSON.stringify(this.#owner)}\n`;
    const created = await this.#objects.write(key, text, "absent");
    if (created !== undefined) return this.#has(stack, created, false);
    const found = await this.#objects.read(key);
    const lock = lockIn(found);
    if (found !== undefined && this.#isOwn(lock)) {
      // The answer to the first attempt was lost, and the second one met what it had written.
      return this.#has(stack, found.etag, false);
    }
    const isDead = typeof lock === "object" && isProvenDead(lock.owner);
    if (found !== undefined && (lock === "free" || isDead)) {
      const replaced = await this.#objects.write(key, text, found);
      const etag = replaced ?? (await this.#ownTag(key));
      if (etag !== undefined) return this.#has(stack, etag, isDead);
    }
    this.#taken.delete(stack);
    const now = lockIn(await this.#objects.read(key));
    const owner = typeof now === "object" ? now.owner : undefined;
    const unlock = `prismatic-rollout unlock --stack ${stack} --run ${owner?.run ?? "RUN"}`;
    throw locked(stack, owner === undefined ? "another run" : described(owner), unlock);
  }

  #has(stack: string, etag: string, isTakenOver: boolean): boolean {
    this.#taken.set(stack, etag);
    return isTakenOver;
  }

  async #releaseOne(stack: string): Promise<void> {
    const key = this.#keyOf(stack);
    const etag = this.#taken.get(stack) ?? (await this.#ownTag(key));
    // Where another run has the lock meanwhile, it keeps it.
    if (etag !== undefined) await this.#objects.write(key, released(this.#owner.run), { etag });
    this.#taken.delete(stack);
  }

  /** The tag of the lock, where it is this run's. */
  async #ownTag(key: string): Promise<string | undefined> {
    const found = await this.#objects.read(key);
    return this.#isOwn(lockIn(found)) ? found?.etag : undefined;
  }

  #isOwn(lock: Lock): boolean {
    return typeof lock === "object" && lock.owner.run === this.#owner.run;
  }

  /**
   * Finds out whether the store keeps conditions: it writes the own lock once more under two that do not hold.
   *
   * @throws RolloutError where it writes all the same
   */
  async #checkConditions(stack: string): Promise<void> {
    const key = this.#keyOf(stack);
    const text = `${JSON.stringify(this.#owner)}\n`;
    for (const condition of ["absent", { etag: NO_TAG }] as const) {
      if ((await this.#objects.write(key, text, condition)) !== undefined) throw noConditionalWrites();
    }
  }

  #keyOf(stack: string): string {
    const names = [this.#project, stack].map(encodeURIComponent).join("/");
    return `.pulumi/prismatic-rollout-locks/${names}.json`;
  }
}

function released(run: string): string {
  return `${JSON.stringify({ releasedBy: run, releasedAt: new Date().toISOString() })}\n`;
}

function lockIn(object: S3Object | undefined): Lock {
  if (object === undefined) return "free";
  try {
    const value: unknown = JSON.parse(object.text);
    if (releasedSchema.safeParse(value).success) return "free";
    return { owner: ownerSchema.parse(value) };
  } catch {
    return "unreadable";
  }
}

function notUnlocked(error: StoreError): RolloutError {
  return new RolloutError(
    "LOCK",
    `The lock could not be read: ${error.message} Nothing was unlocked.`,
    error.nextStep,
    {
      cause: error,
    },
  );
}

function notTaken(error: StoreError): RolloutError {
  return new RolloutError(
    "LOCK",
    `The lock could not be taken: ${error.message} Nothing was started, in no stack.`,
    error.nextStep,
    { cause: error },
  );
}
