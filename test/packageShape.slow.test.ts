import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { describe, expect, it } from "vitest";
import { packed, PACKAGES } from "./support/packed.ts";

/** A module alone: TypeScript's older `node16` lets no CommonJS import it. The emulator needs a Node.js that can. */
const MODULES_ALONE = ["prismatic-emulator"];

/** Entries for Pulumi's process and our own commands: no program loads them, and they have no types. */
const excludeEntrypoints = ["./dynamic", "./takeover", "./commandLine"];

describe.each(PACKAGES)("The package in %s", (name) => {
  it("is found as it says by every way of resolving modules, with types of the same format", async () => {
    const { tarball, manifest } = await packed(name);
    const data = createPackageFromTarballData(new Uint8Array(tarball));
    const result = await checkPackage(data, { excludeEntrypoints });
    // The rollout exports no code.
    expect(result.types !== false).toBe(name !== "rollout");
    if (result.types === false) return;
    const expected = MODULES_ALONE.includes(manifest.name) ? ["CJSResolvesToESM"] : [];
    expect(result.problems.map(({ kind }) => kind)).toEqual(expected);
  });

  it("has a package.json in which publint finds nothing", async () => {
    const { buffer, byteOffset, byteLength } = (await packed(name)).tarball;
    const tarball = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
    const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });
});
