import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { root } from "../tools/setup/paths.mjs";

/** Loads a module of the provider in a Node.js that gives this as its version. */
async function loadOn(version: string, module: string): Promise<string> {
  const script = `
    Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });
    process.argv[2] = "--help";
    import("${module}").then(() => console.log("loaded"), (error) => console.log(String(error.stack ?? error)));
  `;
  const args = ["--input-type=module", "--eval", script];
  return (await promisify(execFile)(process.execPath, args, { cwd: root })).stdout;
}

describe("A Node.js that is too old is named, with what to do,", () => {
  it.each([
    ["a program", "pulumi-prismatic"],
    ["Pulumi's process for dynamic providers", "pulumi-prismatic/dynamic"],
    ["the command", join(root, "provider/dist/cli/main.js")],
  ])("where it loads %s", async (_, module) => {
    expect(await loadOn("22.18.3", module)).toBe(
      `Error: pulumi-prismatic needs Node.js 22.19 or newer, and this is 22.18.3 (${process.execPath}). Pulumi takes ` +
        "the first `node` on the PATH: put a newer one there. Nothing was sent.\n",
    );
  });

  it.each(["22.19.0", "24.0.0"])("and %s is new enough", async (version) => {
    expect(await loadOn(version, "pulumi-prismatic")).toBe("loaded\n");
  });
});
