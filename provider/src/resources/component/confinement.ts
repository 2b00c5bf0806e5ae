import { spawn, type ChildProcess } from "node:child_process";
import { realpathSync } from "node:fs";

/** Environment variables that confined code sees; it sees no others, above all no token. */
const PASSED_ON = ["PATH", "SystemRoot", "TMPDIR", "TEMP", "TMP"] as const;

/** Megabytes of JavaScript's heap. */
const MOST_MEMORY = 1024;

/**
 * Runs the program in its arguments, and ends it with its whole process group once the standard input ends: that is when
 * the provider's process has ended, however it did. It stands between the two, so that the program's parent has no
 * environment worth reading either.
 */
const GUARD = `
  ulimit -c 0
  exec 4<&0
  (read -r _ <&4; kill -9 0) >/dev/null 2>&1 3>&- &
  "$@" 4<&- </dev/null
`;

/** Code that runs confined: a process, and a pipe at its descriptor 3. */
export interface Confined {
  child: ChildProcess;
  /** Ends the process with all that it has started. */
  kill: () => void;
}

/**
 * Starts a script under Node's permission model: it reads itself and `readable`, writes nothing, and starts neither
 * processes nor threads. Node 25 closes the network as well; older ones leave it open.
 *
 * @param readable a folder; links in its path are resolved, links below it are followed
 * @param cwd the script's working folder
 */
export function startConfined(
  script: string,
  args: readonly string[],
  { readable, cwd }: { readable: string; cwd: string },
): Confined {
  const names = PASSED_ON.filter((name) => process.env[name] !== undefined);
  // Node checks a path as it is spelled, and allows it as it really is.
  const [file, folder] = [realpathSync(script), realpathSync(readable)];
  const flags = [...permissionFlags(), `--allow-fs-read=${file}`, `--allow-fs-read=${folder}/*`];
  const command = [process.execPath, ...flags, `--max-old-space-size=${MOST_MEMORY}`, file, ...args];
  const isWindows = process.platform === "win32";
  const [program = "", ...rest] = isWindows ? command : ["/bin/sh", "-c", GUARD, "sh", ...command];
  const child = spawn(program, rest, {
    cwd,
    env: Object.fromEntries(names.map((name) => [name, process.env[name]])),
    // A process group of its own, which a signal to a negative number ends as a whole.
    detached: !isWindows,
    stdio: ["pipe", "ignore", "pipe", "pipe"],
  });
  child.stdin?.on("error", () => undefined);
  const kill = () => {
    try {
      if (isWindows) child.kill("SIGKILL");
      else if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    } catch {
      // The group is gone already.
    }
  };
  return { child, kill };
}

/** The flags of this version of Node.js; SQLite's module opens files past the permission model. */
function permissionFlags(): string[] {
  const known = process.allowedNodeEnvironmentFlags;
  const permission = known.has("--permission") ? "--permission" : "--experimental-permission";
  return [
    permission,
    "--no-warnings",
    ...(known.has("--no-experimental-sqlite") ? ["--no-experimental-sqlite"] : []),
  ];
}
