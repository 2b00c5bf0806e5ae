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

/**
 * Tokens of an OAuth 2.0 authorization that was given elsewhere. All of them are secret; Prismatic renews them by itself
 * from then on.
 */
export interface OauthTokens {
  /** Token to connect with. May be left out where `additionalTokenFields` has it as `access_token`. */
  accessToken?: Input<string>;
  /** Token that gets the next access token. Without it, the authorization ends with the access token. */
  refreshToken?: Input<string>;
  /** Type of the access token, such as `bearer`. */
  tokenType?: Input<string>;
  /** Life of the access token in whole seconds, counted from when it is sent. */
  expiresIn?: Input<number>;
  /** Time of the next renewal, in ISO 8601 with a time zone, such as `2026-10-01T10:00:00Z`. */
  refreshAt?: Input<string>;
  /** Context of the authorization, which replaces the one before as a whole. */
  context?: Input<string>;
  /** Further fields of the token, or all of them: a JSON object as a text. */
  additionalTokenFields?: Input<string>;
}

/** Credentials of a connection's test runs. */
export interface InlineTestCredentials extends Credentials {
  /** Tokens of an OAuth 2.0 type, so that no person has to authorize test runs. */
  oauthTokens?: Input<OauthTokens>;
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
