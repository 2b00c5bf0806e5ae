import { describe, expect, it } from "vitest";
import { thisOwner } from "./owner.ts";
import { locksOf, noLockHere, nothingToUnlock } from "./stackLocks.ts";

const place = { project: "acme", owner: thisOwner("run-1") };

const BACKENDS = [
  ["gs://bucket", "Google Cloud Storage"],
  ["azblob://container", "Azure Blob Storage"],
  ["https://app.pulumi.com/acme", "Pulumi Cloud"],
  ["https://user:canary-of-the-backend@pulumi.acme.example", "Pulumi Cloud"],
  ["mem://", "a backend of the kind mem"],
  ["", "a backend of the kind unknown"],
] as const;

describe("A backend without a lock", () => {
  it.each(BACKENDS)("%s is named in the refusal, without its address", async (url, name) => {
    expect(await locksOf(url, "/project", place)).toBeUndefined();
    const { message, nextStep } = noLockHere(url);
    expect(message).toMatch(
      new RegExp(`^A rollout cannot lock its stacks in ${name}, .* Nothing was started`),
    );
    expect(nextStep).toContain("--no-lock");
    expect(nothingToUnlock(url, "us").nextStep).toContain("pulumi cancel --stack us");
    expect(message + nextStep).not.toMatch(/canary|bucket|acme/);
  });

  it("is none of a folder's, PostgreSQL's or S3's", async () => {
    expect(await locksOf("file:///state", "/project", place)).toBeDefined();
    expect(await locksOf("postgres://localhost/pulumi", "/project", place)).toBeDefined();
    expect(await locksOf("s3://bucket/path?region=eu-west-1&awssdk=v2", "/project", place)).toBeDefined();
  });
});
