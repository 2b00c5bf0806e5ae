import { spawn } from "node:child_process";

/**
 * What `pulumi stack export` prints for a stack of the project in a folder. Its secrets stay encrypted.
 *
 * @throws Error with what Pulumi says where it fails
 */
export async function exportStack(stack: string, cwd: string): Promise<unknown> {
  const args = ["stack", "export", "--stack", stack, "--non-interactive"];
  const child = spawn("pulumi", args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", (error) =>
      reject(new Error("Pulumi's command line does not run. Put `pulumi` on the PATH.", { cause: error })),
    );
    child.on("close", resolve);
  });
  if (code === 0) return JSON.parse(stdout);
  throw new Error(`pulumi ${args.join(" ")} failed: ${stderr.trim() || stdout.trim()}`);
}
