import { describe, expect, it } from "vitest";
import { readS3Address } from "./s3Address.ts";

const read = (query: string, env: NodeJS.ProcessEnv = {}) => readS3Address(`s3://states${query}`, env);

describe("The address of a backend in S3", () => {
  it("has a bucket and perhaps a folder", () => {
    expect(read("")).toMatchObject({ bucket: "states", prefix: "", endpoint: undefined, isPathStyle: false });
    expect(read("/team%20a/eu?awssdk=v2")).toMatchObject({ bucket: "states", prefix: "team a/eu/" });
    expect(read("/team/")).toMatchObject({ prefix: "team/" });
  });

  it("takes region and profile before the variables, and the variables that Pulumi's client reads", () => {
    expect(
      read("?region=eu-west-1&profile=ops", { AWS_REGION: "us-east-1", AWS_PROFILE: "x" }),
    ).toMatchObject({
      ...{ region: "eu-west-1", profile: "ops" },
    });
    expect(read("", { AWS_DEFAULT_REGION: "us-east-1", AWS_DEFAULT_PROFILE: "x" })).toMatchObject({
      ...{ region: "us-east-1", profile: "x" },
    });
  });

  it("names another store, with and without a scheme", () => {
    expect(read("?endpoint=https://minio.example:9000&use_path_style=1")).toMatchObject({
      ...{ endpoint: "https://minio.example:9000", isPathStyle: true, isChecksumWhenRequired: true },
    });
    expect(read("?endpoint=minio:9000&disableSSL=true&s3ForcePathStyle=true")).toMatchObject({
      ...{ endpoint: "http://minio:9000", isPathStyle: true },
    });
    expect(read("?endpoint=minio:9000")).toMatchObject({
      endpoint: "https://minio:9000",
      isPathStyle: false,
    });
    expect(
      read("?endpoint=https://a&hostname_immutable=true&request_checksum_calculation=when_supported"),
    ).toMatchObject({
      ...{ isPathStyle: true, isChecksumWhenRequired: false },
    });
    expect(read("?hostname_immutable=true")).toMatchObject({
      isPathStyle: false,
      isChecksumWhenRequired: false,
    });
  });

  it("may ask for encryption and other endpoints of Amazon's", () => {
    expect(read("?ssetype=aws:kms&kmskeyid=4711&fips=true&dualstack=true&accelerate=true")).toMatchObject({
      ...{
        encryption: { type: "aws:kms", key: "4711" },
        hasFips: true,
        isDualStack: true,
        isAccelerated: true,
      },
    });
  });

  it("that takes credentials in a way of its own is refused with another one", () => {
    expect(() => read("?role=arn:aws:iam::1:role/x")).toThrow(
      /does not support "role".* Nothing was started/,
    );
    expect(() => read("?anonymous=true")).toThrow(/does not support "anonymous"/);
    expect(read("?anonymous=false")).toMatchObject({ bucket: "states" });
  });
});
