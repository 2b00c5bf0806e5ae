import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** The part of HashiCorp's Vault that the engine asks for the key of a stack's secrets. */
export interface Vault {
  /** The `secretsprovider` and `encryptedkey` in a stack's settings. */
  settings: { secretsprovider: string; encryptedkey: string };
  env: NodeJS.ProcessEnv;
}

let address: Promise<string> | undefined;

/**
 * Starts a vault that has one key, or answers the one of this process. It answers within a millisecond, where the engine
 * derives the key from a passphrase for a third of a second in each command.
 */
export async function startVault(key: Buffer): Promise<Vault> {
  address ??= listen(key);
  return {
    settings: { secretsprovider: "hashivault://test", encryptedkey: Buffer.from("key").toString("base64") },
    env: { VAULT_SERVER_URL: await address, VAULT_SERVER_TOKEN: "test" },
  };
}

function listen(key: Buffer): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ data: { plaintext: key.toString("base64") } }));
  });
  // It ends with this process.
  server.unref();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
}
