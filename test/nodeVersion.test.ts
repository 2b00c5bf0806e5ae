import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { root } from "../tools/setup/paths.mjs";
import { manifestOf, PACKAGES } from "./support/packed.ts";

interface Outcome {
  code?: number;
  stdout: string;
  stderr: string;
}

/** Runs Node.js as one that gives this as its version. */
function runOn(version: string, args: string[]): Promise<Outcome> {
  const older = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });`;
  const all = ["--import", `data:text/javascript,${encodeURIComponent(older)}`, ...args];
  return promisify(execFile)(process.execPath, all, { cwd: root }).catch(
    (error: unknown) => error as Outcome,
  );
}

/** Output of a program that imports the module and shows what the import throws. */
async function loadOn(version: string, module: string): Promise<string> {
  const script = `
    import("${module}").then(() => console.log("loaded"), (error) => console.log(String(error.stack ?? error)));`;
  return (await runOn(version, ["--input-type=module", "--eval", script])).stdout;
}

describe("A Node.js that is too old is named, with what to do,", () => {
  const modules = [
    "",
    "/dynamic",
    "/plannedMutations",
    "/tenantReads",
    "/vocabulary",
    "/takeover",
    "/commandLine",
    "-policies",
  ];

  it.each(modules)("where something loads pulumi-prismatic%s", async (path) => {
    expect(await loadOn("22.18.3", `pulumi-prismatic${path}`)).toBe(
      `Error: pulumi-prismatic needs Node.js 22.19 or newer, and this is 22.18.3 (${process.execPath}). Pulumi takes ` +
        "the first `node` on the PATH: put a newer one there. Nothing was sent.\n",
    );
  });

  it.each(PACKAGES)("where the command of the package in %s is run", async (name) => {
    const { bin = {}, engines } = await manifestOf(name);
    const [[command, file] = ["", ""]] = Object.entries(bin);
    const needed = engines.node.replace(">=", "");
    const { code, stdout, stderr } = await runOn("22.18.3", [join(root, name, file), "--help"]);
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: "",
      stderr:
        `${command} needs Node.js ${needed} or newer, and this is 22.18.3 (${process.execPath}). ` +
        "Put a newer one first on the PATH. Nothing was done.\n",
    });
    expect((await runOn(`${needed}.0`, [join(root, name, file), "--help"])).stdout).toContain("Usage:");
  });

  it.each(["22.19.0", "24.0.0"])("and %s is new enough", async (version) => {
    expect(await loadOn(version, "pulumi-prismatic")).toBe("loaded\n");
  });

  it("and is the one that the packages ask for", async () => {
    for (const name of ["provider", "policies", "rollout"]) {
      expect((await manifestOf(name)).engines.node).toBe(">=22.19");
    }
  });
});
