import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { describe, expect, it } from "vitest";
import { packed, PACKAGES } from "./support/packed.ts";

/**
 * Modules alone: TypeScript's older `node16` lets no CommonJS import them. The emulator needs a Node.js that can, and the
 * provider's two are for Pulumi's process and for our own commands.
 */
const MODULES_ALONE: Record<string, string[]> = {
  "prismatic-emulator": ["."],
  "pulumi-prismatic": ["./dynamic", "./takeover"],
};

describe.each(PACKAGES)("The package in %s", (name) => {
  it("is found as it says by every way of resolving modules, with types of the same format", async () => {
    const { tarball, manifest } = await packed(name);
    const result = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)));
    // The rollout exports no code.
    expect(result.types !== false).toBe(name !== "rollout");
    if (result.types === false) return;
    const alone = MODULES_ALONE[manifest.name] ?? [];
    const problems = result.problems.filter(
      (problem) => problem.kind !== "CJSResolvesToESM" || !alone.includes(problem.entrypoint),
    );
    expect(problems).toEqual([]);
    expect(result.problems).toHaveLength(alone.length);
  });

  it("has a package.json in which publint finds nothing", async () => {
    const { buffer, byteOffset, byteLength } = (await packed(name)).tarball;
    const tarball = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
    const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });
});
