import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import type { EmulatorData } from "prismatic-emulator";
import { parse, stringify } from "yaml";
import { root } from "../../tools/setup/paths.mjs";
import { createPulumiProject, type PulumiProject } from "./pulumi.ts";
import type { StackExport } from "./pulumiJson.ts";
import { decrypted, encrypted, KEY, keyOf } from "./stackFiles.ts";
import { startTenant, type TestTenant } from "./tenant.ts";
import { startVault } from "./vault.ts";

/** The folder of all stored states, by version and name. */
export const statesFolder = join(root, "test/fixtures/states");

/** Stands for the tenant's address in everything that is stored: the system chooses the port at every start. */
const ADDRESS = "http://stored-tenant.invalid";

const STACK_SETTINGS = "Pulumi.test.yaml";
const STATE = "state.json";
const TENANT = "tenant.json";
const IMPORTED = ".imported.json";

/** Steps that a run takes, besides leaving things as they are. */
export interface ExpectedSteps {
  create?: string[];
  /** The inputs that differ, by the name of the resource. */
  update?: Record<string, string[]>;
}

/** The runs that a stored state must allow, as `expected.json` beside its program says. */
export interface Expected {
  /** A preview of the program that the state is of; nothing where it is left out. */
  preview?: ExpectedSteps;
  /** Resources that a refresh finds gone, so that they are created where the preview updates them. */
  gone?: string[];
  /** Connections whose inputs belong to others by now: a refresh shows `owners`, and a run after it mends them. */
  owners?: string[];
  /** The mutations that bring the tenant to where the program is; left out where it is there. */
  completing?: string[];
  /** A run of the program with `STAGE=2`. */
  changing: { steps: ExpectedSteps; mutations: string[] };
  /** Names of what the tenant holds after everything was destroyed. */
  left: Record<"connections" | "components" | "integrations" | "credentials", string[]>;
}

/** A state that a version has written, with its program and the data of its tenant. */
export interface StoredState {
  version: string;
  name: string;
  folder: string;
  expected: Expected;
}

/** All stored states. */
export function storedStates(): StoredState[] {
  const versions = readdirSync(statesFolder).filter((name) => /^\d/.test(name));
  return versions.flatMap((version) =>
    readdirSync(join(statesFolder, version)).map((name) => {
      const folder = join(statesFolder, version, name);
      const expected = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as Expected;
      return { version, name, folder, expected };
    }),
  );
}

/** A stored state in a backend of its own, with its tenant running. */
export interface LoadedState extends AsyncDisposable {
  project: PulumiProject;
  tenant: TestTenant;
  /** Makes state and tenant what was stored, whatever has happened to them. */
  reset(): Promise<void>;
}

/**
 * Loads a stored state as a user has it who installs another version: program, settings, state and tenant. The key of its
 * secrets comes from a vault, unless the passphrase with which it was stored is asked for.
 */
export async function loadState(
  { folder }: StoredState,
  { passphrase = false }: { passphrase?: boolean } = {},
): Promise<LoadedState> {
  const read = (name: string) => readFile(join(folder, name), "utf8");
  const data = JSON.parse(await read(TENANT)) as EmulatorData;
  const stored = JSON.parse(await read(STATE)) as StackExport;
  const tenant = await startTenant({ data });
  const prepareTenant = async () => {
    await tenant.setProcessing(0);
    // On a machine whose clock is behind, what happened before the state was stored must not lie ahead.
    const behind = Date.parse(stored.deployment.manifest.time) - Date.now();
    if (behind > 0) await tenant.advanceClock(Math.ceil(behind / 1000));
  };
  await prepareTenant();
  const settings = (await read(STACK_SETTINGS)).replaceAll(ADDRESS, tenant.url);
  const project = await createPulumiProject({
    ...(passphrase ? { passphrase } : {}),
    files: { [STACK_SETTINGS]: passphrase ? settings : await settingsWithVault(settings) },
  });
  await cp(folder, project.folder, {
    recursive: true,
    filter: (path) => ![STACK_SETTINGS, TENANT].some((name) => path === join(folder, name)),
  });
  if (passphrase) {
    await project.writeState(stored.deployment);
    await importState(project, await replacedState(project, ADDRESS, tenant.url));
  } else await project.writeState(await deploymentWithVault(stored, settings, tenant.url));
  const { deployment: imported } = await project.exportState();
  return {
    project,
    tenant,
    async reset() {
      await tenant.reset(data);
      await prepareTenant();
      await project.writeState(imported);
    },
    async [Symbol.asyncDispose]() {
      await project.dispose();
      await tenant.dispose();
    },
  };
}

/**
 * Stores the state of a project with the files of its program and the data of its tenant, which is stopped.
 *
 * @throws Error where the folder exists, or where what would be stored names something of this machine
 */
export async function storeState(project: PulumiProject, tenant: TestTenant, folder: string): Promise<void> {
  if (existsSync(folder))
    throw new Error(`${folder} exists; what a version has written is never written again`);
  const inTheClear = withoutPositions(await replacedState(project, tenant.url, ADDRESS));
  await importState(project, inTheClear);
  const state = JSON.stringify(await project.exportState(), null, 2);
  const settings = await readFile(join(project.folder, STACK_SETTINGS), "utf8");
  await tenant.stop();
  const texts = {
    [STATE]: state,
    [STACK_SETTINGS]: settings.replaceAll(tenant.url, ADDRESS),
    [TENANT]: JSON.stringify(tenant.exportData(), null, 2),
  };
  const ofThisMachine = [project.folder, root, `${tmpdir()}/`, `${homedir()}/`, tenant.url];
  for (const text of [JSON.stringify(inTheClear), ...Object.values(texts)]) {
    const found = ofThisMachine.find((part) => text.includes(part));
    if (found !== undefined) throw new Error(`The stored state would hold ${found}`);
  }
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(texts))
    await writeFile(join(folder, name), `${text.trimEnd()}\n`);
  for (const name of await programFiles(project)) await cp(join(project.folder, name), join(folder, name));
}

/** A stack's settings whose secrets have a key from a vault in place of one from the passphrase. */
async function settingsWithVault(settings: string): Promise<string> {
  const { encryptionsalt = "", ...others } = parse(settings) as Settings;
  const key = keyOf(encryptionsalt);
  const config = Object.entries(others.config ?? {}).map(([name, value]) => [
    name,
    typeof value === "string" ? value : { secure: encrypted(decrypted(value.secure, key)) },
  ]);
  return stringify({
    ...others,
    ...(await startVault(KEY)).settings,
    config: Object.fromEntries(config) as object,
  });
}

/** The same for the state, in which the tenant's address is replaced besides. */
async function deploymentWithVault(
  { deployment }: StackExport,
  settings: string,
  address: string,
): Promise<StackExport["deployment"]> {
  const key = keyOf((parse(settings) as Settings).encryptionsalt ?? "");
  const vault = (await startVault(KEY)).settings;
  const state = { url: vault.secretsprovider, encryptedkey: vault.encryptedkey };
  const changed = JSON.stringify(deployment, (name, value: unknown) => {
    if (name === "secrets_providers") return { type: "cloud", state };
    if (typeof value !== "string") return value;
    if (name !== "ciphertext") return value.replaceAll(ADDRESS, address);
    return encrypted(decrypted(value, key).replaceAll(ADDRESS, address));
  });
  return JSON.parse(changed) as StackExport["deployment"];
}

interface Settings {
  encryptionsalt?: string;
  config?: Record<string, string | { secure: string }>;
}

/** The state with another text in place of one, also within its secrets, which are in the clear. */
async function replacedState(
  project: PulumiProject,
  text: string,
  replacement: string,
): Promise<StackExport> {
  const state = JSON.stringify(await project.exportState({ showSecrets: true }));
  return JSON.parse(state.replaceAll(text, replacement)) as StackExport;
}

/** Makes this the project's state; secrets in the clear are encrypted by that. */
async function importState(project: PulumiProject, state: StackExport): Promise<void> {
  await project.writeFile(IMPORTED, JSON.stringify(state));
  await project.run(["stack", "import", "--file", IMPORTED]);
}

/** Leaves out the places in the source code, on this machine, that registered the resources. */
function withoutPositions({ version, deployment }: StackExport): StackExport {
  const resources = (deployment.resources ?? []).map((resource) => ({
    ...resource,
    sourcePosition: undefined,
    stackTrace: undefined,
  }));
  return { version, deployment: { ...deployment, resources } };
}

/** The files that a scenario has brought into its project: the program and what it reads. */
async function programFiles(project: PulumiProject): Promise<string[]> {
  const ofAnyProject = ["package.json", "Pulumi.yaml", STACK_SETTINGS, "node_modules"];
  const names = await readdir(project.folder);
  return names.filter((name) => !name.startsWith(".") && !ofAnyProject.includes(name));
}
