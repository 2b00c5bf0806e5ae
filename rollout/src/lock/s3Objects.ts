import { setTimeout as sleep } from "node:timers/promises";
import type { PutObjectCommandInput, S3ClientConfig } from "@aws-sdk/client-s3";
import { visible } from "pulumi-prismatic/vocabulary";
import { RolloutError } from "../errors.ts";
import type { S3Address } from "./s3Address.ts";

/** Attempts of one write that S3 answers with 409, which it does where two writes of one object meet. */
const ATTEMPTS = 5;

/** Package that speaks to S3; an optional one, for it is needed with this backend alone. */
const CLIENT = "@aws-sdk/client-s3";

/** The state of an object under which it is written. */
export type Condition = "absent" | { etag: string };

/** An object and the tag of its contents. */
export interface S3Object {
  text: string;
  etag: string;
}

/** A failure of the store itself, such as a missing permission. */
export class StoreError extends RolloutError {}

/** Objects of one bucket, written under conditions. */
export class S3Objects {
  readonly #address: S3Address;
  #opened: Promise<Opened> | undefined;

  constructor(address: S3Address) {
    this.#address = address;
  }

  /**
   * Reads an object.
   *
   * @throws StoreError where S3 refuses it
   */
  async read(key: string): Promise<S3Object | undefined> {
    const { sdk, client } = await this.#open();
    try {
      const object = new sdk.GetObjectCommand({ Bucket: this.#address.bucket, Key: this.#keyOf(key) });
      const { Body, ETag = "" } = await client.send(object);
      return { text: (await Body?.transformToString()) ?? "", etag: ETag };
    } catch (error) {
      if (statusOf(error) === 404 && nameOf(error) !== "NoSuchBucket") return undefined;
      throw failure(error);
    }
  }

  /**
   * Writes an object, in one step with the look at its condition. Where an answer is lost, the client writes once more: an
   * unmet condition may be the work of its own first attempt.
   *
   * @returns its new tag; undefined where the condition does not hold
   * @throws StoreError where S3 refuses it
   */
  async write(key: string, text: string, condition: Condition): Promise<string | undefined> {
    const { sdk, client } = await this.#open();
    const { bucket, encryption } = this.#address;
    const input: PutObjectCommandInput = {
      ...{ Bucket: bucket, Key: this.#keyOf(key), Body: text, ContentType: "application/json" },
      ...(condition === "absent" ? { IfNoneMatch: "*" } : { IfMatch: condition.etag }),
      ...(encryption.key === undefined ? {} : { SSEKMSKeyId: encryption.key }),
    };
    if (encryption.type !== undefined)
      input.ServerSideEncryption = encryption.type as NonNullable<typeof input.ServerSideEncryption>;
    for (let attempt = 1; ; attempt++) {
      try {
        const { ETag } = await client.send(new sdk.PutObjectCommand(input));
        if (ETag !== undefined) return ETag;
        throw noConditionalWrites();
      } catch (error) {
        if (error instanceof RolloutError) throw error;
        const status = statusOf(error);
        if (status === 412) return undefined;
        // The object that was to be replaced is gone.
        if (status === 404 && nameOf(error) !== "NoSuchBucket") return undefined;
        if (status !== 409 || attempt === ATTEMPTS) throw failure(error);
        await sleep(attempt * 100 * (1 + Math.random()));
      }
    }
  }

  #keyOf(key: string): string {
    return `${this.#address.prefix}${key}`;
  }

  #open(): Promise<Opened> {
    this.#opened ??= open(this.#address);
    return this.#opened;
  }
}

interface Opened {
  sdk: typeof import("@aws-sdk/client-s3");
  client: import("@aws-sdk/client-s3").S3Client;
}

async function open(address: S3Address): Promise<Opened> {
  const sdk = await import("@aws-sdk/client-s3").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new RolloutError(
      "LOCK",
      `The lock of a rollout in S3 needs the package ${CLIENT}, which is not installed. Nothing was started, in no stack.`,
      `Type: npm install --save-dev ${CLIENT}`,
      { cause: error },
    );
  });
  const { region, profile, endpoint } = address;
  const config: S3ClientConfig = {
    ...(region === undefined ? {} : { region }),
    ...(profile === undefined ? {} : { profile }),
    ...(endpoint === undefined ? {} : { endpoint }),
    forcePathStyle: address.isPathStyle,
    useFipsEndpoint: address.hasFips,
    useDualstackEndpoint: address.isDualStack,
    useAccelerateEndpoint: address.isAccelerated,
    ...(address.isChecksumWhenRequired ? { requestChecksumCalculation: "WHEN_REQUIRED" } : {}),
    ...(address.isValidatedWhenRequired ? { responseChecksumValidation: "WHEN_REQUIRED" } : {}),
    requestHandler: { connectionTimeout: 10_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
  };
  return { sdk, client: new sdk.S3Client(config) };
}

/** An error without the address, which a message of the client may hold. */
function failure(error: unknown): Error {
  const { code } = error as NodeJS.ErrnoException;
  const name = visible(code ?? nameOf(error));
  if (statusOf(error) === 501) return noConditionalWrites();
  if (name === "AccessDenied" || name === "Forbidden") {
    return new StoreError(
      "LOCK",
      `S3 does not allow it (${name}).`,
      "Allow s3:GetObject and s3:PutObject for .pulumi/prismatic-rollout-locks/* in the folder of the backend, as for its states.",
      { cause: error },
    );
  }
  return new StoreError(
    "LOCK",
    `S3 did not carry it out (${name}).`,
    "Check PULUMI_BACKEND_URL and the credentials: the lock uses the same as Pulumi, by the same variables and profiles.",
    { cause: error },
  );
}

/** Explains that a store writes without regard to the condition, or knows none. */
export function noConditionalWrites(): RolloutError {
  return new RolloutError(
    "LOCK",
    "This store does not keep the conditions of a write (If-None-Match, If-Match), so it can hold no lock: two rollouts would " +
      "not notice each other. Nothing was started, in no stack.",
    "Ask its maker for conditional writes of S3. Until then have CI run one rollout at a time, with a concurrency group in GitHub " +
      "Actions, and type --no-lock: Pulumi still locks each single update.",
  );
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "unknown";
}
