import { strict as assert } from "node:assert";
import fc from "fast-check";
import { progress } from "./hangs.ts";

/** Something that takes in what others write, with its share of all cases. */
export interface Subject {
  title: string;
  /** Cases of each thousand. */
  share: number;
  /** Tries random cases, up to the first one that fails. */
  run: (options: RunOptions) => Promise<Outcome>;
}

/** Options of a run. */
export interface RunOptions {
  cases: number;
  seed: number;
  /** The case that a failure printed, which is then the only one; it is tried at once, without a smaller one. */
  path?: string | undefined;
  /** True where a case may work for a second at most; left out, nothing is measured. */
  isBounded?: boolean;
}

/** The end of a run. */
export interface Outcome {
  /** Cases that were tried, without those that looked for a smaller counterexample. */
  cases: number;
  /** The smallest case that fails with seed and path; undefined where none does. */
  failure?: string;
}

/** Judges a case; throws where a promise is broken. */
export type Judge<Case> = (value: Case) => void | Promise<void>;

/** A subject in parts. */
interface Parts<Case> {
  title: string;
  share: number;
  cases: fc.Arbitrary<Case>;
  /** Prepares what the cases share. */
  open: () => Opened<Case> | Promise<Opened<Case>>;
}

interface Opened<Case> {
  judge: Judge<Case>;
  /** Asserts what is judged of all cases together, and puts everything away. */
  close?: (() => void | Promise<void>) | undefined;
}

/** Time in which a smaller counterexample is looked for. */
const SHRINKING_MILLISECONDS = 15_000;

/** Characters of a counterexample, and of a reason, that are shown. */
const LONGEST = 2500;

/** Work that one case may make, in seconds of a processor. */
const MOST_SECONDS = 1;

/** Makes a subject; after each case, nothing that all objects inherit may have changed. */
export function subject<Case>({ title, share, cases, open }: Parts<Case>): Subject {
  return {
    title,
    share,
    async run({ cases: numRuns, seed, path, isBounded = false }) {
      const opened = await open();
      const inherited = fingerprint();
      try {
        let failedAt: number | undefined;
        const property = fc.asyncProperty(cases, async (value) => {
          progress.next();
          if (failedAt !== undefined && Date.now() - failedAt > SHRINKING_MILLISECONDS) return;
          try {
            const before = process.cpuUsage();
            await opened.judge(value);
            const { user, system } = process.cpuUsage(before);
            assert.equal(fingerprint(), inherited, "what every object inherits has changed");
            const seconds = (user + system) / 1e6;
            if (isBounded) assert.ok(seconds < MOST_SECONDS, `the case made ${seconds.toFixed(1)} s of work`);
          } catch (error) {
            failedAt ??= Date.now();
            throw error;
          }
        });
        const details = await fc.check(property, {
          ...{ numRuns, seed },
          ...(path === undefined ? {} : { path, endOnFailure: true }),
        });
        return { cases: details.numRuns, ...(details.failed ? { failure: reportOf(details) } : {}) };
      } finally {
        await opened.close?.();
      }
    },
  };
}

/** Everything that plain objects, lists, texts and functions inherit. */
function fingerprint(): string {
  const prototypes = [Object.prototype, Array.prototype, String.prototype, Function.prototype];
  return prototypes.map((each) => Reflect.ownKeys(each).map(String).join()).join("\n");
}

/** The smallest case that fails, with what brings it back and why it fails. */
function reportOf<Case>(details: fc.RunDetails<[Case]>): string {
  const { seed, counterexamplePath, counterexample, errorInstance } = details;
  const reason =
    errorInstance instanceof Error ? (errorInstance.stack ?? errorInstance.message) : String(errorInstance);
  return [`seed ${seed}, path ${counterexamplePath}`, shownCase(counterexample?.[0]), reason]
    .map((part) => (part.length > LONGEST ? `${part.slice(0, LONGEST)}…` : part))
    .join("\n");
}

function shownCase(value: unknown): string {
  try {
    return fc.stringify(value);
  } catch {
    return "a case that is nested too deeply to be shown";
  }
}
