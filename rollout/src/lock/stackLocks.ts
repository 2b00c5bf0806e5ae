import { RolloutError } from "../errors.ts";
import type { Owner } from "./owner.ts";

/** Locks of stacks in one backend, which make sure that no two rollouts work on one stack. */
export interface StackLocks {
  /**
   * Takes the locks of all these stacks, or none.
   *
   * @returns stacks whose former owner died with the lock: an update of it may have been broken off
   * @throws RolloutError where another run holds one of them
   */
  take(stacks: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * Gives back everything that this run took.
   *
   * @throws RolloutError where a lock stays, with the command that removes it
   */
  release(): Promise<void>;
  /**
   * Removes the lock of a run that its operator knows to be over.
   *
   * @throws RolloutError where that run does not hold it
   */
  unlock(stack: string, run: string): Promise<void>;
  /** Aborted where the backend took the locks away. */
  readonly lost: AbortSignal;
}

/** Explains that another run holds the lock of a stack. */
export function locked(stack: string, owner: string, unlock: string): RolloutError {
  return new RolloutError(
    "LOCKED",
    `Stack "${stack}" is locked by ${owner}. Nothing was started, in no stack.`,
    `Wait until that run is over. Only if it is certainly dead, type: ${unlock}`,
  );
}

/** Opens the locks of a backend. */
export interface LockPlace {
  project: string;
  owner: Owner;
}

/**
 * Chooses the locks by the address of the backend.
 *
 * @param url as `pulumi whoami --json` prints it
 * @param cwd folder of the project, to which an address may be relative
 * @returns undefined for a backend without an atomic lock
 */
export async function locksOf(url: string, cwd: string, place: LockPlace): Promise<StackLocks | undefined> {
  if (url.startsWith("file://")) {
    const { FileLocks, folderOf } = await import("./fileLocks.ts");
    return new FileLocks(folderOf(url, cwd), place);
  }
  if (/^postgres(ql)?:\/\//.test(url)) {
    const { PostgresLocks } = await import("./postgresLocks.ts");
    return new PostgresLocks(url, place);
  }
  if (url.startsWith("s3://")) {
    const [{ readS3Address }, { S3Objects }, { S3Locks }] = await Promise.all([
      import("./s3Address.ts"),
      import("./s3Objects.ts"),
      import("./s3Locks.ts"),
    ]);
    return new S3Locks(new S3Objects(readS3Address(url, process.env)), place);
  }
  return undefined;
}

/** Refuses to work without a lock. */
export function noLockHere(url: string): RolloutError {
  return new RolloutError(
    "LOCK",
    `A rollout cannot lock its stacks in ${backendName(url)}, so two of them would not notice each other. Nothing was started, in no stack.`,
    "Have CI run one rollout at a time, with a concurrency group in GitHub Actions, and type --no-lock: Pulumi still locks each " +
      "single update. Or keep the states where a rollout can lock them: in S3 (s3://), in PostgreSQL (postgres://) or in a folder (file://).",
  );
}

/** Explains that there is nothing to unlock. */
export function nothingToUnlock(url: string, stack: string): RolloutError {
  return new RolloutError(
    "LOCK",
    `A rollout has no locks in ${backendName(url)}. Nothing was unlocked.`,
    `If Pulumi's own lock is meant, and its process is certainly dead, type: pulumi cancel --stack ${stack}`,
  );
}

const BACKENDS: ReadonlyMap<string, string> = new Map([
  ["gs", "Google Cloud Storage"],
  ["azblob", "Azure Blob Storage"],
  ["https", "Pulumi Cloud"],
  ["http", "Pulumi Cloud"],
]);

/** Name of a kind of backend; the rest of its address may hold a password. */
function backendName(url: string): string {
  const scheme = /^[a-z][a-z\d+.-]*(?=:)/i.exec(url)?.[0].toLowerCase() ?? "";
  return BACKENDS.get(scheme) ?? `a backend of the kind ${scheme || "unknown"}`;
}

/** Locks of nothing, for backends where the operator takes care. */
export const NO_LOCKS: StackLocks = {
  take: () => Promise.resolve(new Set()),
  release: () => Promise.resolve(),
  unlock: () => Promise.resolve(),
  lost: new AbortController().signal,
};
