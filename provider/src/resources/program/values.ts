import type { Input } from "@pulumi/pulumi";

/**
 * Values of a connection type's inputs that may be seen, by input key: a text, true or false, or a number; a list or a
 * map of texts for inputs that hold several. They show in diffs and in the state.
 */
export type Values = Input<
  Record<string, Input<boolean | number | string | Input<string>[] | Record<string, Input<string>>>>
>;

/** Values of a connection type's inputs that must never be seen, by input key. They become secrets by themselves. */
export type Secrets = Input<Record<string, Input<boolean | number | string>>>;

/** Credentials of one customer, or of a test. */
export interface Credentials {
  /** Values that may be seen, by input key. */
  values?: Values;
  /** Values that must never be seen, by input key. They become secrets by themselves. */
  secrets?: Secrets;
}

/** A component: its key, or `{ key, public }` where a public and a private component share the key. */
export type ComponentKey = Input<string | { key: Input<string>; public: Input<boolean> }>;

/** Origin of a published version. Prismatic shows it with the version. */
export interface VersionAttributes {
  /** Hash of the commit. */
  commitHash?: Input<string>;
  /** Address of the commit. */
  commitUrl?: Input<string>;
  /** Address of the repository. */
  repoUrl?: Input<string>;
  /** Address of the pull request. */
  pullRequestUrl?: Input<string>;
}

/** The value of one input as the state has it. */
export type InputValue = string | string[] | Record<string, string>;

/** Number of times that each secret was changed, by input key. */
export type SecretRevisions = Record<string, number>;
