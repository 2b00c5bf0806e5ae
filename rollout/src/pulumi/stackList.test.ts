import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { PulumiProcess } from "./command.ts";
import { listStacks } from "./stackList.ts";

/** Stands for Pulumi where another process writes a state: so many lists meet half of it. */
async function pulumiThatMeets(cutOff: number, folder: string): Promise<PulumiProcess> {
  const command = join(folder, "pulumi");
  const script = `#!/bin/sh
    if [ "$1" = whoami ]; then echo '{"url":"file://${folder}"}'; exit; fi
    echo >> lists
    if [ "$(wc -l < lists)" -le ${cutOff} ]; then echo "error: failed to load checkpoint: EOF" >&2; exit 255; fi
    echo '[{"name":"eu","updateInProgress":true}]'`;
  await writeFile(command, script);
  await chmod(command, 0o700);
  return { command, cwd: folder, env: process.env, signal: new AbortController().signal };
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "stack-list-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const listsIn = async (folder: string) => (await readFile(join(folder, "lists"), "utf8")).length;

describe("The stacks are listed again", () => {
  it("where a state is met as another process writes it", async () => {
    const folder = await temporaryFolder();
    const stacks = await listStacks(await pulumiThatMeets(3, folder));
    expect(stacks.map(({ name }) => name)).toEqual(["eu"]);
    expect(await listsIn(folder)).toBe(4);
  });

  it("where a process died as it wrote the attributes beside a state, which are named and removed", async () => {
    const folder = await temporaryFolder();
    const file = join(folder, ".pulumi", "stacks", "shop", "eu.json.attrs");
    await mkdir(join(file, ".."), { recursive: true });
    await writeFile(file, "");
    const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
    onTestFinished(() => said.mockRestore());
    await listStacks(await pulumiThatMeets(1, folder));
    expect(said.mock.calls).toEqual([
      [`A process died as it wrote ${file}, which is removed. Pulumi writes it again.`],
    ]);
  });

  it("but not for ever: a state that stays cut off is an error with what Pulumi said", async () => {
    const folder = await temporaryFolder();
    await expect(listStacks(await pulumiThatMeets(1000, folder))).rejects.toThrow(
      /could not be listed: .*EOF/,
    );
    expect(await listsIn(folder)).toBeLessThan(20);
  });
});
