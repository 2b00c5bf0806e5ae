#!/usr/bin/env node
// Committed, so that npm links the command before the packages are built. A Node.js that is too old can read this.
import { existsSync, readFileSync } from "node:fs";

const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
const needed = /"node": *">=([\d.]+)"/.exec(manifest)?.[1] ?? "";
const { node } = process.versions;
const program = new URL("../dist/cli/main.js", import.meta.url);
if (needed.localeCompare(node, "en", { numeric: true }) > 0) {
  console.error(
    `pulumi-prismatic needs Node.js ${needed} or newer, and this is ${node} (${process.execPath}). ` +
      "Put a newer one first on the PATH. Nothing was done.",
  );
  process.exitCode = 1;
} else if (existsSync(program)) {
  await import(program.href);
} else {
  console.error("pulumi-prismatic is not built yet. Run this in the clone first: npm run build");
  process.exitCode = 1;
}
