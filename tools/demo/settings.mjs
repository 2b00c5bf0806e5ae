import { existsSync } from "node:fs";
import { join } from "node:path";
import { engineEnvironment } from "../setup/environment.mjs";
import { root } from "../setup/paths.mjs";

/** Everything that the demo keeps, apart from the two stacks' configuration files; a test has a folder of its own. */
export const demoFolder = process.env["PRISMATIC_DEMO_FOLDER"] ?? join(root, ".demo");

/** The stacks of the root project that the demo brings up, named as the emulator's stacks. */
export const stackNames = ["us", "eu"];

/** The folder with the emulator's data. */
export const emulatorData = join(demoFolder, "emulator");

/** The folder with Pulumi's state. */
export const stateFolder = join(demoFolder, "state");

/** Path of the certificate that the emulator's clients must trust; undefined before it first ran. */
export function certificate() {
  const file = join(emulatorData, "ca.pem");
  return existsSync(file) ? file : undefined;
}

/** Variables that make `pulumi` work on the demo's stacks and on nothing else. */
export function pulumiSettings() {
  const ca = certificate();
  return {
    PULUMI_BACKEND_URL: `file://${stateFolder}`,
    PULUMI_HOME: join(demoFolder, "pulumi"),
    PULUMI_CONFIG_PASSPHRASE: "local-demo",
    ...(ca ? { NODE_EXTRA_CA_CERTS: ca } : {}),
  };
}

/** The environment of the demo's `pulumi` commands. */
export function pulumiEnvironment(/** @type {string} */ enginePath) {
  return engineEnvironment(enginePath, pulumiSettings());
}
