import { strict as assert } from "node:assert";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { lstat, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import fc, { type Arbitrary } from "fast-check";
import { ZipFile } from "yazl";
import { openBundle } from "../../provider/src/resources/component/bundle.ts";
import { visible } from "../../provider/src/tenant/visible.ts";
import { hostileText } from "../../rollout/src/testing/arbitrary.ts";
import { assertHarmless, assertTyped } from "./promises.ts";
import { subject } from "./subject.ts";

/** Parts of paths that lead elsewhere, or that a file system does not take. */
const PARTS = [
  ...[
    "..",
    ".",
    "",
    "/",
    "C:",
    "\\..\\..",
    "a",
    "index.js",
    "icon.png",
    "__proto__",
    "con",
    "nul",
    " ",
    "a.",
    "~",
  ],
  ...[
    "\0",
    "\u001b[31m",
    "\u202e",
    "x".repeat(300),
    "é",
    "\ud800",
    "*",
    "?",
    "|",
    ":",
    "$HOME",
    "%2e%2e",
    "..%2f",
  ],
];

const path: Arbitrary<string> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .array(fc.constantFrom(...PARTS), { minLength: 1, maxLength: 6 })
      .map((all) => all.join("/")),
  },
  { weight: 1, arbitrary: hostileText },
);

/** An entry of a zip; one that is a link has its target as content. */
interface Entry {
  path: string;
  content: string;
  kind: "file" | "link" | "folder" | "device";
}

const entry: Arbitrary<Entry> = fc.record({
  path: fc.oneof(fc.constantFrom("index.js", "icon.png", "lib/a.js", "lib", "index.js/a"), path),
  content: fc.oneof(fc.constantFrom("../../outside", "/etc/hostname", "exports.default = {}"), hostileText),
  kind: fc.constantFrom("file", "file", "file", "link", "folder", "device"),
});

/** Types of files in the upper half of an entry's external attributes. */
const MODES = { file: 0o100644, link: 0o120777, folder: 0o040755, device: 0o020666 };

/** A change of a zip's bytes, most of them in its directory at the end. */
const damage = fc.record({ fromEnd: fc.nat({ max: 400 }), byte: fc.nat({ max: 255 }), cut: fc.boolean() });

/** Bundles of components that are zips. */
export const zips = subject({
  title: "component bundles",
  share: 30,
  cases: fc.record({
    entries: fc.array(entry, { maxLength: 6 }),
    isWhole: fc.boolean(),
    damages: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 2, arbitrary: fc.array(damage, { minLength: 1, maxLength: 4 }) },
    ),
    claims: fc.option(fc.constantFrom(0, 1, 0x7fffffff, 0xfffffffe, 0xffffffff), { freq: 5 }),
  }),
  open() {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "fuzz-zips-")));
    const before = process.env["TMPDIR"];
    // Whatever is unpacked goes below here, so that anything outside of its own folder is seen.
    const own = join(folder, "temporary", "own");
    mkdirSync(own, { recursive: true });
    return {
      async judge({ entries, isWhole, damages, claims }) {
        process.env["TMPDIR"] = own;
        const file = join(folder, "bundle.zip");
        const all = isWhole
          ? [...entries, { path: "index.js", content: "", kind: "file" as const }]
          : entries;
        writeFileSync(file, damaged(await zipOf(all), damages, claims));
        try {
          const bundle = await openBundle(file);
          await bundle.inFolder(async (unpacked) => {
            assert.equal(dirname(dirname(unpacked)), own);
            for (const each of readdirSync(unpacked, { recursive: true }) as string[]) {
              const found = await lstat(join(unpacked, each));
              assert.ok(found.isFile() || found.isDirectory(), `${each} is neither a file nor a folder`);
              if (found.isFile()) await readFile(join(unpacked, each));
            }
            assert.deepEqual(readdirSync(dirname(unpacked)), ["dist"]);
          });
        } catch (error) {
          assertTyped(error);
          assertHarmless(visible((error as Error).message));
        }
        assert.deepEqual(readdirSync(own), [], "something is left in the temporary folder");
        assert.deepEqual(readdirSync(dirname(own)), ["own"], "something was written outside of the folder");
        assert.deepEqual(readdirSync(folder).toSorted(), ["bundle.zip", "temporary"]);
        assert.ok(!existsSync(join(tmpdir(), "outside")));
      },
      close() {
        if (before === undefined) Reflect.deleteProperty(process.env, "TMPDIR");
        else process.env["TMPDIR"] = before;
        rmSync(folder, { recursive: true });
      },
    };
  },
});

/** A zip with any names: its writer refuses some, so each is written with a stand-in of the same length. */
async function zipOf(entries: readonly Entry[]): Promise<Buffer> {
  const zip = new ZipFile();
  const names = entries.map(({ path: name }) => Buffer.from(name).subarray(0, 1000));
  for (const [index, { content, kind }] of entries.entries()) {
    const length = Math.max(names[index]?.length ?? 0, 8);
    zip.addBuffer(Buffer.from(content), standIn(index, length), { mtime: new Date(0), mode: MODES[kind] });
  }
  zip.end();
  const bytes = await buffer(zip.outputStream);
  for (const [index, name] of names.entries()) {
    const placed = Buffer.from(standIn(index, Math.max(name.length, 8)));
    const padded = Buffer.concat([name, Buffer.alloc(placed.length - name.length, "/")]);
    for (let at = bytes.indexOf(placed); at >= 0; at = bytes.indexOf(placed, at + 1)) padded.copy(bytes, at);
  }
  return bytes;
}

const standIn = (index: number, length: number): string => `E${index}`.padEnd(length, "e");

function damaged(
  bytes: Buffer,
  damages: readonly { fromEnd: number; byte: number; cut: boolean }[],
  claims: number | null,
): Buffer {
  const directory = bytes.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
  // The size that the first entry of the directory claims to have.
  if (claims !== null && directory >= 0) bytes.writeUInt32LE(claims, directory + 24);
  return damages.reduce((current, { fromEnd, byte, cut }) => {
    const at = Math.max(0, current.length - 1 - fromEnd);
    if (cut) return current.subarray(0, at);
    if (current.length > 0) current[at] = byte;
    return current;
  }, bytes);
}
