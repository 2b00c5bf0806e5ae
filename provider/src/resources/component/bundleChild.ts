// Runs in a short-lived process of its own: loads a built component and writes what it declares to its parent.
import { createRequire } from "node:module";
import { writeSync } from "node:fs";

/** The child process's only message: the component as JSON, without its functions, or why it cannot be loaded. */
export type ChildMessage =
  | { component: string | undefined }
  | { problem: string }
  /** Node's name of what the code may not do, and what it wanted to do it with: a path, a program. */
  | { denied: { permission: string; resource: string } };

/** Descriptor on which the parent reads one line of JSON. */
const PARENT = 3;

/**
 * Functions that reach other processes of the same person, which Node's permission model leaves open: a signal ends them,
 * or opens their debuggers, by which any of their memory can be read.
 */
const SIGNALS = ["kill", "_kill", "_debugProcess", "_debugEnd"];

/** Variables that a shell adds to the environment. */
const OF_SHELL = ["PWD", "OLDPWD", "SHLVL", "_"];

// The component's code may replace anything, so these are taken before it runs.
const { stringify } = JSON;
const write = writeSync;

function deny(name: string): void {
  const value = (pid: unknown) => {
    const denied = { code: "ERR_ACCESS_DENIED", permission: "Signal", resource: String(pid) };
    throw Object.assign(new Error("A bundle may not send signals when it is loaded."), denied);
  };
  Object.defineProperty(process, name, { value, writable: false, configurable: false });
}

function load(file: string): ChildMessage {
  try {
    const bundle = createRequire(import.meta.url)(file) as { default?: unknown };
    return { component: stringify(bundle.default) };
  } catch (error) {
    return explained(error);
  }
}

/** The reason of a failure. Code may throw anything, also what gives away no member. */
function explained(error: unknown): ChildMessage {
  try {
    const { code, permission, resource } = Object(error) as Record<string, unknown>;
    if (code === "ERR_ACCESS_DENIED") {
      return { denied: { permission: textOf(permission), resource: textOf(resource) } };
    }
    return { problem: String(error instanceof Error ? error.message : error) };
  } catch {
    return { problem: "its code throws something that is no error" };
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

SIGNALS.forEach(deny);
for (const name of OF_SHELL) Reflect.deleteProperty(process.env, name);
const line = Buffer.from(`${stringify(load(process.argv[2] ?? ""))}\n`);
for (let sent = 0; sent < line.length;) sent += write(PARENT, line, sent);
