import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { engineFolder, root } from "../../tools/setup/paths.mjs";
import { testEnvironment } from "./environment.ts";
import { readEvents, type EngineEvent } from "./engineEvents.ts";
import { runCommand, type CommandResult } from "./processes.ts";
import { PASSPHRASE } from "./stackFiles.ts";

/** Conditions under which a reader begins a guide. */
export interface ReaderOptions {
  /** Texts of the guide in place of which others are typed, such as an address and that of a test's tenant. */
  stands?: Record<string, string>;
  /** Secrets for {@link GuideReader.answer}. */
  answers?: Record<string, string>;
  /** Answer of `prism me:token`. */
  token?: string;
  env?: NodeJS.ProcessEnv;
}

/** The output of commands, in the words of the guide. */
export interface Typed extends CommandResult {
  /** Events of the last `pulumi up`, `preview`, `refresh`, `import` or `destroy`. */
  events: () => Promise<EngineEvent[]>;
}

/** Runs what was typed, and remembers folder and variables for what is typed next in the same terminal. */
const TERMINAL = `set -eo pipefail
trap 'status=$?; pwd > "$READER/folder"; export -p > "$READER/variables"; exit $status' EXIT
cd "$(cat "$READER/folder")"
[ -f "$READER/variables" ] && . "$READER/variables"
`;

/** Types what Pulumi would ask for, a secret that is on no line and a yes; and opens environments of ESC. */
const PULUMI = `#!/usr/bin/env bash
set -e
case "$1 $2" in
  "env open") cat "$READER/environments/\${3//\\//+}"; exit ;;
  "config set")
    words=()
    for ((at = 3; at <= $#; at++)); do
      case "\${!at}" in -s|--stack) ((at++)) || true ;; -*) ;; *) words+=("\${!at}") ;; esac
    done
    if [ -c /dev/stdin ] && [ "\${#words[@]}" = 1 ]; then
      answer=$READER/answers/\${words[0]}
      [ -f "$answer" ] || { echo "The test has no answer for \${words[0]}" >&2; exit 97; }
      exec "$ENGINE/pulumi" "$@" < "$answer"
    fi ;;
  "up"*|"import"*|"refresh"*|"destroy"*|"stack rm"|"cancel"*)
    case " $* " in *" --yes "*|*" -y "*|*" --preview-only "*) ;; *) set -- "$@" --yes ;; esac ;;
esac
case "$1" in
  up|preview|refresh|import|destroy)
    case " $* " in *" --event-log "*) ;; *) rm -f "$READER/events"; set -- "$@" --event-log "$READER/events" ;; esac ;;
esac
exec "$ENGINE/pulumi" "$@"
`;

const PRISM = `#!/usr/bin/env bash
[ "$1" = me:token ] && { cat "$READER/token"; exit; }
exec "$ROOT/node_modules/.bin/prism" "$@"
`;

/** Installs the packages of the repository, and leaves everything but installing to the npm that is there. */
const NPM = `#!/usr/bin/env bash
case "$1" in
  install|ci) exec node "$ROOT/test/support/guideInstall.mjs" "$@" ;;
esac
PATH=\${PATH#"$READER/bin:"} exec npm "$@"
`;

/**
 * A person who reads a guide: a terminal in a folder of its own, and files that are written in an editor.
 *
 * Commands run as they are typed, by bash, one terminal for all of them. Only what a test cannot have is replaced: the
 * texts in `stands`, the answers that a person types, the packages that npm installs, and programs of {@link record}.
 */
export class GuideReader implements AsyncDisposable {
  readonly folder: string;
  readonly #state: string;
  readonly #stands: [string, string][];
  readonly #env: NodeJS.ProcessEnv;

  private constructor(folder: string, { stands = {}, env = {} }: ReaderOptions) {
    this.folder = join(folder, "work");
    this.#state = join(folder, "reader");
    this.#stands = Object.entries(stands).toSorted(([one], [other]) => other.length - one.length);
    const engine = process.env["ENGINE_PATH"] ?? engineFolder;
    const all = testEnvironment(engine, {
      HOME: folder,
      PULUMI_BACKEND_URL: `file://${join(folder, "backend")}`,
      PULUMI_HOME: join(folder, "pulumi-home"),
      PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
      // The flag --event-log exists only with it.
      PULUMI_DEBUG_COMMANDS: "true",
      GIT_CONFIG_COUNT: "2",
      ...{ GIT_CONFIG_KEY_0: "user.name", GIT_CONFIG_VALUE_0: "Ana" },
      ...{ GIT_CONFIG_KEY_1: "user.email", GIT_CONFIG_VALUE_1: "ana@acme.example" },
      ...{ READER: this.#state, ENGINE: engine, ROOT: root },
      ...env,
    });
    this.#env = { ...all, PATH: `${join(this.#state, "bin")}:${all["PATH"]}` };
  }

  static async start(options: ReaderOptions = {}): Promise<GuideReader> {
    const folder = await mkdtemp(join(tmpdir(), "guide-"));
    const reader = new GuideReader(folder, options);
    for (const name of ["work", "backend", "reader/bin", "reader/answers", "reader/environments"])
      await mkdir(join(folder, name), { recursive: true });
    await writeFile(join(folder, "reader/folder"), reader.folder);
    await writeFile(join(folder, "reader/token"), `${options.token ?? ""}\n`);
    await reader.answer(options.answers ?? {});
    for (const [name, text] of [
      ["pulumi", PULUMI] as const,
      ["prism", PRISM] as const,
      ["npm", NPM] as const,
    ])
      await reader.#stand(name, text);
    return reader;
  }

  /** Secrets that the reader types from now on when it is asked for them, by their keys. */
  async answer(secrets: Record<string, string>): Promise<void> {
    for (const [key, value] of Object.entries(secrets))
      await writeFile(join(this.#state, "answers", key), value);
  }

  /** Sets the answers of `pulumi env open` from now on, by the names of ESC environments. */
  async openEnvironments(environments: Record<string, object>): Promise<void> {
    for (const [name, content] of Object.entries(environments)) {
      const file = join(this.#state, "environments", name.replaceAll("/", "+"));
      await writeFile(file, JSON.stringify(content));
    }
  }

  /** Writes a file in the folder where the terminal is, as an editor does. */
  async write(path: string, text: string): Promise<void> {
    const file = join(await this.#here(), path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, this.meant(text));
  }

  /** Adds lines to the end of a file. */
  async add(path: string, text: string): Promise<void> {
    await this.write(path, `${await this.read(path)}\n${text}`);
  }

  /** A file in the folder where the terminal is. */
  async read(path: string): Promise<string> {
    return this.#shown(await readFile(join(await this.#here(), path), "utf8"));
  }

  /** A Pulumi project, as a reader has one before a guide that is about something else; the terminal is in it. */
  async project(name: string, program = ""): Promise<void> {
    const manifest = { name, type: "module", main: "index.ts", private: true };
    await this.write("package.json", JSON.stringify(manifest));
    await this.write(
      "Pulumi.yaml",
      `name: ${name}\nruntime: { name: nodejs, options: { typescript: false } }\n`,
    );
    await this.write("index.ts", program);
    await this.type("npm install @pulumi/pulumi pulumi-prismatic\n");
  }

  /**
   * Types commands into the terminal.
   *
   * @throws where they end otherwise than with this exit code
   */
  async type(commands: string, { exitCode = 0, env = {} } = {}): Promise<Typed> {
    const result = await runCommand(
      "bash",
      ["--noprofile", "--norc", "-c", TERMINAL + this.meant(commands)],
      { cwd: this.folder, env: { ...this.#env, ...env } },
    );
    if (result.exitCode !== exitCode)
      throw new Error(`ended with ${result.exitCode} instead of ${exitCode}:\n${commands}\n${result.output}`);
    return {
      exitCode,
      stdout: this.#shown(result.stdout),
      stderr: this.#shown(result.stderr),
      output: this.#shown(result.output),
      events: () => readEvents(join(this.#state, "events")),
    };
  }

  /** Puts a program in the place of one that needs a server: it notes its arguments, and runs this script of bash. */
  async record(name: string, script = ""): Promise<void> {
    const note = `printf '%s' "$0" | sed 's|.*/||' >> "$READER/calls"; printf ' %q' "$@" >> "$READER/calls"; echo >> "$READER/calls"`;
    await this.#stand(name, `#!/usr/bin/env bash\n${note}\n${script}\n`);
  }

  /** The calls of recorded programs, oldest first, as they were typed. */
  async calls(): Promise<string[]> {
    const text = await readFile(join(this.#state, "calls"), "utf8").catch(() => "");
    return this.#shown(text).split("\n").filter(Boolean);
  }

  async #stand(name: string, text: string): Promise<void> {
    const file = join(this.#state, "bin", name);
    await writeFile(file, text);
    await chmod(file, 0o755);
  }

  async #here(): Promise<string> {
    return (await readFile(join(this.#state, "folder"), "utf8")).trim();
  }

  /** A text of the guide as it is typed. */
  meant(text: string): string {
    return this.#stands.reduce((rest, [shown, typed]) => rest.replaceAll(shown, typed), text);
  }

  #shown(text: string): string {
    return this.#stands.reduce((rest, [shown, typed]) => rest.replaceAll(typed, shown), text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(dirname(this.folder), { recursive: true, force: true, maxRetries: 3 });
  }
}
