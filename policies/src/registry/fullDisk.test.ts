import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";

it("A registry on a full disk stays as it was, with the types beside it, and the error says so", () => {
  const folder = mkdtempSync(join(tmpdir(), "full-disk-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "stable-keys.json");
  writeFileSync(file, '{ "stableKeys": {} }');
  const module = new URL("./files.ts", import.meta.url).href;
  const code = `
    process.on("SIGXFSZ", () => undefined);
    const { readFiles, writeFiles } = await import(${JSON.stringify(module)});
    const entry = { kind: "UserConnection", component: "dropbox", description: "x".repeat(200_000) };
    try { writeFiles(readFiles(${JSON.stringify(file)}), { stableKeys: { a: entry } }); }
    catch ({ message }) { console.log(message); }`;
  const limited = 'ulimit -f 64; exec "$0" --input-type=module -e "$1"';
  const { stdout, stderr } = spawnSync("bash", ["-c", limited, process.execPath, code], { encoding: "utf8" });
  expect(stdout + stderr).toContain(`${file} cannot be written (EFBIG); nothing was changed.`);
  expect([readFileSync(file, "utf8"), readdirSync(folder)]).toEqual([
    '{ "stableKeys": {} }',
    ["stable-keys.json"],
  ]);
});
