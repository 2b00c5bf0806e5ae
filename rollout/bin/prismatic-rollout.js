#!/usr/bin/env node
// Committed, so that npm links the command before the packages are built.
import { existsSync } from "node:fs";

const program = new URL("../dist/main.js", import.meta.url);
if (existsSync(program)) {
  await import(program.href);
} else {
  console.error("prismatic-rollout is not built yet. Run this in the clone first: npm run build");
  process.exitCode = 1;
}
