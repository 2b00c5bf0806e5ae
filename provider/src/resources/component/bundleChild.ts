// Runs in a short-lived process of its own: loads a built component and sends what it declares to its parent.
import { createRequire } from "node:module";

/** The child process's only message: the component as JSON, without its functions, or why it cannot be loaded. */
export type ChildMessage = { component: string | undefined } | { problem: string };

// The component's code may replace anything, so this is taken before it runs.
const send = process.send?.bind(process);

function load(file: string): ChildMessage {
  try {
    const bundle = createRequire(import.meta.url)(file) as { default?: unknown };
    return { component: JSON.stringify(bundle.default) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

send?.(load(process.argv[2] ?? ""));
