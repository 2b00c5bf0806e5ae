import { RolloutError } from "../errors.ts";

/** A backend in S3, or in a store that speaks its protocol. */
export interface S3Address {
  bucket: string;
  /** Folder of the backend in the bucket, with a slash at its end, or nothing. */
  prefix: string;
  region: string | undefined;
  profile: string | undefined;
  endpoint: string | undefined;
  isPathStyle: boolean;
  isChecksumWhenRequired: boolean;
  isValidatedWhenRequired: boolean;
  hasFips: boolean;
  isDualStack: boolean;
  isAccelerated: boolean;
  /** Encryption that a bucket may demand of each write. */
  encryption: { type: string | undefined; key: string | undefined };
}

/** Parameters with which the engine takes credentials that the client does not take in the same way. */
const UNSUPPORTED: ReadonlyMap<string, string> = new Map([
  ["role", 'Put the role into a profile of ~/.aws/config (role_arn), and name that with "profile".'],
  ["anonymous", "Leave it out, and give Pulumi credentials of its own for the store."],
]);

/**
 * Reads the address of a backend as Pulumi reads it: the parameters of gocloud.dev, and the older ones that Pulumi
 * translates.
 *
 * @param url such as `s3://states/team?region=eu-west-1`
 * @param env may name region and profile, also by the variables that the client for JavaScript does not read
 * @throws RolloutError where the lock would be taken with other credentials than the state is written
 */
export function readS3Address(url: string, env: NodeJS.ProcessEnv): S3Address {
  const { host, pathname, searchParams } = new URL(url);
  const value = (name: string) => searchParams.get(name) || undefined;
  const isSet = (name: string) => /^(1|t|true)$/i.test(value(name) ?? "");
  for (const [name, mend] of UNSUPPORTED) {
    if (value(name) === undefined || /^(0|f|false)$/i.test(value(name) ?? "")) continue;
    throw new RolloutError(
      "LOCK",
      `The lock of a rollout in S3 does not support "${name}" in the address of the backend. Nothing was started, in no stack.`,
      mend,
    );
  }
  const endpoint = endpointOf(value("endpoint"), isSet("disableSSL"));
  const folder = decodeURIComponent(pathname).replace(/^\/+/, "");
  return {
    bucket: host,
    prefix: folder === "" || folder.endsWith("/") ? folder : `${folder}/`,
    region: value("region") ?? (env["AWS_REGION"] || env["AWS_DEFAULT_REGION"] || undefined),
    profile: value("profile") ?? (env["AWS_PROFILE"] || env["AWS_DEFAULT_PROFILE"] || undefined),
    endpoint,
    isPathStyle:
      isSet("use_path_style") ||
      isSet("s3ForcePathStyle") ||
      (endpoint !== undefined && isSet("hostname_immutable")),
    // Stores other than Amazon's may refuse the newer checksums, so Pulumi leaves them out there.
    isChecksumWhenRequired:
      (value("request_checksum_calculation") ??
        env["AWS_REQUEST_CHECKSUM_CALCULATION"] ??
        (endpoint === undefined ? "" : "when_required")) === "when_required",
    isValidatedWhenRequired:
      (value("response_checksum_validation") ?? env["AWS_RESPONSE_CHECKSUM_VALIDATION"]) === "when_required",
    hasFips: isSet("fips"),
    isDualStack: isSet("dualstack"),
    isAccelerated: isSet("accelerate"),
    encryption: { type: value("ssetype"), key: value("kmskeyid") },
  };
}

/** Endpoints without a scheme are from the days of the engine's older client. */
function endpointOf(endpoint: string | undefined, isPlain: boolean): string | undefined {
  if (endpoint === undefined || endpoint.includes("://")) return endpoint;
  return `${isPlain ? "http" : "https"}://${endpoint}`;
}
