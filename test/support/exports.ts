import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import ts from "typescript";
import { outcomeText } from "../../rollout/src/export/outcome.ts";
import { exportTenant, type ExportRequest } from "../../rollout/src/export/exportTenant.ts";
import { root } from "../../tools/setup/paths.mjs";
import { runCommand } from "./processes.ts";
import type { TenantOptions, TestTenant } from "./tenant.ts";

type Connections = NonNullable<NonNullable<TenantOptions["holds"]>["connections"]>;

/** A connection that needs no values. */
export const bare = (stableKey: string, more: Partial<Connections[number]> = {}): Connections[number] => ({
  ...{ stableKey, name: stableKey, component: "openai", variableScope: "customer", managedBy: "customer" },
  ...more,
});

/** The environment of a person who is signed in to the tenant, without Pulumi on the PATH. */
export const signedIn = (tenant: TestTenant, folder: string) => ({
  HOME: folder,
  PATH: "",
  PRISMATIC_URL: tenant.url,
  PRISM_REFRESH_TOKEN: tenant.refreshToken,
});

/** Exports into a folder of `cwd` as the command does, in this process; answers what is shown. */
export async function exportTo(
  tenant: TestTenant,
  cwd: string,
  name: string,
  more: Partial<ExportRequest> = {},
): Promise<string> {
  const lines: string[] = [];
  const outcome = await exportTenant({
    ...{ folder: name, cwd, name: "main", components: [], codeNative: [], readSecrets: false },
    env: signedIn(tenant, cwd),
    signal: new AbortController().signal,
    tell: (line) => void lines.push(line),
    ...more,
  });
  return [...lines, outcomeText(outcome)].join("\n");
}

/** Compiles a project as its own tsconfig.json says. */
export function compileErrors(project: string): string[] {
  const file = join(project, "tsconfig.json");
  const { config } = ts.readConfigFile(file, (path) => ts.sys.readFile(path)) as { config: object };
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, project);
  const diagnostics = ts.getPreEmitDiagnostics(ts.createProgram(fileNames, options));
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

/** The packages of the repository, in place of `npm install`. */
export async function linkPackages(project: string): Promise<void> {
  for (const name of ["@pulumi/pulumi", "pulumi-prismatic"]) {
    const link = join(project, "node_modules", name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(root, "node_modules", name), link);
  }
}

/** A resource that a program registers. */
export interface Registered {
  type: string;
  name: string;
  inputs: { stableKey?: string; name?: string; description?: string; customer?: string; definition?: string };
}

/** Runs a program that takes no secrets with Pulumi's mocks: what it registers. */
export async function registeredBy(project: string): Promise<Registered[]> {
  const runner = `
    import * as pulumi from "@pulumi/pulumi";
    const all = [];
    pulumi.runtime.setMocks({
      newResource: ({ type, name, inputs }) => (all.push({ type, name, inputs }), { id: name, state: inputs }),
      call: () => ({}),
    });
    await import("./index.ts");
    process.once("beforeExit", () => console.log(JSON.stringify(all)));`;
  await writeFile(join(project, "runner.mjs"), runner);
  const { exitCode, stdout, output } = await runCommand(process.execPath, ["runner.mjs"], { cwd: project });
  if (exitCode !== 0) throw new Error(output);
  return JSON.parse(stdout) as Registered[];
}
