import { CommandError } from "../../commandLine/failure.ts";
import { isMap } from "../../dynamic/wire.ts";

type Manifest = Record<string, unknown>;

/** Members of a manifest that are maps, of which single entries are added. */
const MAPS = ["scripts", "dependencies", "devDependencies"] as const;

/**
 * A `package.json` with what the project needs besides. What it says stays, but for `"type": "commonjs"`: the program is a
 * module.
 *
 * @returns `keeps` is true where nothing that it says was changed
 * @throws CommandError where it is no JSON object
 */
export function mergedManifest(present: string, wanted: string): { text: string; keeps: boolean } {
  const theirs = parsed(present);
  const ours = JSON.parse(wanted) as Manifest;
  const others = { ...mapOf(theirs["dependencies"]), ...mapOf(theirs["devDependencies"]) };
  const merged: Manifest = { ...theirs, private: theirs["private"] ?? ours["private"], type: "module" };
  for (const name of MAPS) {
    const own = mapOf(theirs[name]);
    const added = Object.entries(mapOf(ours[name])).filter(
      ([key]) => !Object.hasOwn(name === "scripts" ? own : others, key),
    );
    if (added.length > 0) merged[name] = { ...own, ...Object.fromEntries(added) };
  }
  if (JSON.stringify(merged) === JSON.stringify(theirs)) return { text: present, keeps: true };
  const indent = /^([ \t]+)"/m.exec(present)?.[1] ?? "  ";
  return {
    text: `${JSON.stringify(merged, null, indent)}\n`,
    keeps: theirs["type"] === undefined || theirs["type"] === "module",
  };
}

/** A `.gitignore` with the lines that it lacks at its end. */
export function mergedIgnores(present: string, wanted: string): string {
  const lines = present.split(/\r?\n/).map((line) => line.trim().replace(/^\/|\/$/g, ""));
  const missing = wanted
    .split("\n")
    .filter((line) => line !== "" && !lines.includes(line.replace(/^\/|\/$/g, "")));
  if (missing.length === 0) return present;
  const end = present === "" || present.endsWith("\n") ? "" : "\n";
  return `${present}${end}${missing.join("\n")}\n`;
}

function parsed(text: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (isMap(value)) return value;
  throw new CommandError({
    code: "FILE",
    message: "package.json is there and is no JSON object. Nothing was written.",
    next: "Mend it, or name another folder.",
  });
}

const mapOf = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
