import { execFile, execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../tools/setup/paths.mjs";

const packages = ["provider", "policies", "emulator", "rollout"];

interface Manifest {
  name: string;
  version: string;
  bin: Record<string, string>;
  engines: { node: string };
}

const commands = packages.flatMap((folder) => {
  const { bin } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as Manifest;
  return Object.entries(bin).map(([command, file]) => ({ command, file: join(folder, file) }));
});

describe("In a clone that was installed and not built", () => {
  let clone: string;
  let registry: Server;
  const asked: string[] = [];
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    registry = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.writeHead(404).end("{}");
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => registry.on("listening", resolve));
    clone = await mkdtemp(join(tmpdir(), "clone-"));
    env = {
      ...process.env,
      npm_config_registry: `http://127.0.0.1:${(registry.address() as AddressInfo).port}`,
      npm_config_cache: join(clone, ".npm"),
      npm_config_yes: "true",
      // npm itself asks for its own newest version, where nothing tells it not to.
      npm_config_update_notifier: "false",
    };
    await writeFile(join(clone, "package.json"), JSON.stringify({ name: "clone", workspaces: packages }));
    for (const folder of packages) {
      const { name, version, bin, engines } = JSON.parse(
        readFileSync(join(root, folder, "package.json"), "utf8"),
      ) as Manifest;
      // Without dependencies, none of which has a part in this.
      await mkdir(join(clone, folder));
      await writeFile(
        join(clone, folder, "package.json"),
        JSON.stringify({ name, version, type: "module", bin, engines }),
      );
      await cp(join(root, folder, "bin"), join(clone, folder, "bin"), { recursive: true });
    }
    await mkdir(join(clone, "examples/connections"), { recursive: true });
    await writeFile(join(clone, "examples/connections/package.json"), "{}");
    await run("npm", ["install", "--no-audit", "--no-fund"], clone);
  });
  afterAll(async () => {
    registry.close();
    await rm(clone, { recursive: true, force: true });
  });

  const run = (command: string, args: string[], cwd: string) =>
    new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
      execFile(command, args, { cwd, env }, (error, stdout, stderr) =>
        resolve({ code: error?.code ?? 0, stdout, stderr }),
      );
    });

  it.each(commands)(
    "npx $command says in one line what to run, and asks no registry",
    async ({ command }) => {
      for (const folder of command === "pulumi-prismatic" ? ["", "examples/connections"] : [""]) {
        expect(await run("npx", [command, "--help"], join(clone, folder))).toEqual({
          code: 1,
          stdout: "",
          stderr: `${command} is not built yet. Run this in the clone first: npm run build\n`,
        });
      }
      expect(asked).toEqual([]);
    },
  );
});

it.each(commands)(
  "$command is a committed file that may be executed, and runs what was built",
  ({ file, command }) => {
    expect(execFileSync("git", ["ls-files", "--stage", file], { cwd: root, encoding: "utf8" })).toMatch(
      /^100755 /,
    );
    expect(execFileSync(process.execPath, [join(root, file), "--help"], { encoding: "utf8" })).toContain(
      command,
    );
  },
);
