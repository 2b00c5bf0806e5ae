import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { ensureS3Server } from "../../tools/setup/s3-server.mjs";

/** A store of S3 on this machine, or the one that `S3_TEST_URL` names. */
export interface TestS3 extends AsyncDisposable {
  /** Address for Pulumi. */
  url: string;
  /** Credentials, as Pulumi's engine and the client read them. */
  env: Record<string, string>;
}

/**
 * Starts a server of S3 that keeps conditional writes.
 *
 * @param folder of the backend in the bucket
 * @throws where it cannot be built
 */
export async function startS3(folder: string): Promise<TestS3> {
  const given = process.env["S3_TEST_URL"];
  if (given !== undefined) {
    const url = new URL(given);
    url.pathname = `${url.pathname.replace(/\/$/, "")}/${folder}-${Date.now()}`;
    return { url: url.href, env: {}, [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const child = spawn(await ensureS3Server(), { stdio: ["ignore", "pipe", "ignore"] });
  const [address] = (await once(createInterface(child.stdout), "line")) as [string];
  return {
    url: `s3://states/${folder}?endpoint=${address}&region=eu-west-1&s3ForcePathStyle=true`,
    env: { AWS_ACCESS_KEY_ID: "key", AWS_SECRET_ACCESS_KEY: "canary-Qx-of-the-backend" },
    async [Symbol.asyncDispose]() {
      child.kill();
      await once(child, "exit");
    },
  };
}
