import { homedir } from "node:os";
import { extname, join } from "node:path";
import { ownValue } from "pulumi-prismatic/vocabulary";
import { z } from "zod";
import { RolloutError } from "../errors.ts";
import { runChild } from "../pulumi/child.ts";
import type { PulumiProcess } from "../pulumi/command.ts";
import { refuseEngineLogs } from "../pulumi/engineLogs.ts";
import { matches } from "./glob.ts";
import { ROLLOUT_FILE } from "./rolloutFile.ts";
import type { RolloutFile, VariableSource } from "./rolloutSchema.ts";

/** Variables that mean one tenant: what is set for one stack must not reach another. */
const OF_ONE_TENANT = ["PRISMATIC_URL", "PRISMATIC_TENANT_ID", "PRISM_REFRESH_TOKEN", "PRISM_ACCESS_TOKEN"];

/**
 * The caller's variable that names the one stack which gets the variables of {@link OF_ONE_TENANT}: a job of CI with the
 * credentials of one tenant sets it.
 */
const OWNER = "PRISMATIC_ROLLOUT_STACK";

/** Halves the time that each process of Node.js takes to start. */
const LAZY_MODULES = new URL(`../pulumi/lazyModules${extname(import.meta.url)}`, import.meta.url).href;

/** Seconds that a command may take that supplies a variable. */
const SUPPLYING = 60;

const escAnswer = z.object({ environmentVariables: z.record(z.string(), z.coerce.string()).default({}) });

/** The environment in which one stack runs. */
export interface StackEnvironment {
  env: NodeJS.ProcessEnv;
  /** Values that come from elsewhere than rollout.yaml itself, which are shown nowhere. */
  secrets: string[];
}

/**
 * The environment that all stacks share: the caller's, without variables that mean one tenant or one stack, and without
 * those that rollout.yaml supplies to some of the stacks, or takes such values from.
 */
export function sharedEnvironment(file: RolloutFile, caller: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = Object.values(file.environment).flatMap(({ variables }) =>
    Object.entries(variables).flatMap(([name, source]) =>
      "variable" in source ? [name, source.variable] : [name],
    ),
  );
  const removed = new Set([...OF_ONE_TENANT, ...own, "PULUMI_STACK", OWNER]);
  const kept = Object.entries(caller).filter(([name]) => !removed.has(name));
  const compileCache = join(caller["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "prismatic-rollout");
  return {
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Every stack starts the same program and the same providers.
    NODE_COMPILE_CACHE: compileCache,
    ...Object.fromEntries(kept),
    // The flag --event-log exists only with it.
    PULUMI_DEBUG_COMMANDS: "true",
    NODE_OPTIONS: [caller["NODE_OPTIONS"], `--import ${LAZY_MODULES}`].filter(Boolean).join(" "),
  };
}

/** The entries of rollout.yaml's `environment` that a stack has; a later one wins. */
export function environmentsOf(
  stack: string,
  file: Pick<RolloutFile, "environment">,
): RolloutFile["environment"][string][] {
  return Object.entries(file.environment).flatMap(([pattern, environment]) =>
    matches(stack, pattern) ? [environment] : [],
  );
}

/** Supplies stacks with the variables that rollout.yaml names for them. */
export class Environments {
  readonly #file: RolloutFile;
  readonly #pulumi: PulumiProcess;
  readonly #caller: NodeJS.ProcessEnv;
  readonly #own: (stack: string) => NodeJS.ProcessEnv;
  /** Commands are run once for all stacks that they serve. */
  readonly #supplied = new Map<string, Promise<string>>();

  /**
   * @param pulumi runs in the environment that all stacks share
   * @param own variables of each stack that no file names
   */
  constructor(
    file: RolloutFile,
    pulumi: PulumiProcess,
    caller: NodeJS.ProcessEnv,
    own: (stack: string) => NodeJS.ProcessEnv = () => ({}),
  ) {
    this.#file = file;
    this.#pulumi = pulumi;
    this.#caller = caller;
    this.#own = own;
  }

  /** @throws RolloutError where a variable cannot be supplied, or has the engine log secrets */
  async of(stack: string): Promise<StackEnvironment> {
    const found = new Map<string, { value: string; isShown: boolean }>();
    for (const [name, value] of this.#ofOneTenant(stack))
      found.set(name, { value, isShown: ["PRISMATIC_URL", "PRISMATIC_TENANT_ID"].includes(name) });
    for (const { variables, esc } of environmentsOf(stack, this.#file)) {
      if (esc !== undefined) {
        for (const [name, value] of await this.#open(esc)) found.set(name, { value, isShown: false });
      }
      for (const [name, source] of Object.entries(variables)) {
        found.set(name, { value: await this.#supply(name, source), isShown: "value" in source });
      }
    }
    const own = Object.fromEntries([...found].map(([name, { value }]) => [name, value] as const));
    refuseEngineLogs(own, `the environment that ${ROLLOUT_FILE} gives stack "${stack}"`);
    return {
      env: { ...this.#pulumi.env, ...this.#own(stack), ...own },
      secrets: [...found.values()].flatMap(({ value, isShown }) => (isShown ? [] : [value])),
    };
  }

  /** The caller's credentials, for the one stack that they are for. Without a token, they are none. */
  #ofOneTenant(stack: string): [string, string][] {
    const own = OF_ONE_TENANT.flatMap((name): [string, string][] => {
      const value = ownValue(this.#caller, name);
      return value ? [[name, value]] : [];
    });
    const hasToken = own.some(([name]) => name.endsWith("_TOKEN"));
    return this.#caller[OWNER] === stack && hasToken ? own : [];
  }

  async #supply(name: string, source: VariableSource): Promise<string> {
    if ("value" in source) return source.value;
    if ("command" in source) {
      const output = await this.#output(source.command, `supplies ${name}`);
      return output.replace(/\r?\n$/, "");
    }
    const value = new Map(Object.entries(this.#caller)).get(source.variable);
    if (value) return value;
    throw new RolloutError(
      "VARIABLES",
      `The variable ${source.variable} is not set; ${ROLLOUT_FILE} takes ${name} from it.`,
      `Set ${source.variable} and run it again.`,
    );
  }

  /** The variables of a Pulumi ESC environment. */
  async #open(environment: string): Promise<[string, string][]> {
    const command = [this.#pulumi.command, "env", "open", environment, "--format", "json"];
    const answer = await this.#output(command, `opens the ESC environment ${environment}`);
    try {
      return Object.entries(escAnswer.parse(JSON.parse(answer)).environmentVariables);
    } catch {
      // The answer holds secrets.
      throw new RolloutError(
        "VARIABLES",
        `The ESC environment ${environment} has no environmentVariables that can be read.`,
        `Type, to see it: pulumi env open ${environment}`,
      );
    }
  }

  #output(command: readonly string[], what: string): Promise<string> {
    const key = JSON.stringify(command);
    const supplied = this.#supplied.get(key) ?? this.#run(command, what);
    this.#supplied.set(key, supplied);
    return supplied;
  }

  /** @throws RolloutError without the output, which may hold secrets */
  async #run([program = "", ...args]: readonly string[], what: string): Promise<string> {
    const { cwd, env, signal } = this.#pulumi;
    const mend = `Run it by itself in ${cwd}, or change ${ROLLOUT_FILE}. Its output is not shown, for it may hold secrets.`;
    const { code, endedBy, stdout } = await runChild(program, args, {
      cwd,
      env,
      signal,
      timeout: SUPPLYING,
    }).catch((error: NodeJS.ErrnoException) => {
      throw new RolloutError(
        "VARIABLES",
        `The command that ${what} (${program}) did not start (${error.code}).`,
        mend,
      );
    });
    if (endedBy === "timeout") {
      throw new RolloutError(
        "VARIABLES",
        `The command that ${what} (${program}) took more than ${SUPPLYING} s.`,
        mend,
      );
    }
    if (code !== 0) {
      throw new RolloutError(
        "VARIABLES",
        `The command that ${what} (${program}) failed with exit code ${code}.`,
        mend,
      );
    }
    return stdout;
  }
}
