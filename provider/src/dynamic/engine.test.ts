import { createServer, type AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { watchEngine } from "./engine.ts";

/** An engine's port, and the address at which it listens until it is closed. */
async function listening() {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise((resolve) => server.close(resolve));
  return { address: `127.0.0.1:${port}`, close };
}

describe("An engine that has ended", () => {
  it("is found out, also where it ended before the first look", async () => {
    const { address, close } = await listening();
    await close();
    const gone = vi.fn();
    watchEngine(address, gone);
    await vi.waitFor(() => expect(gone).toHaveBeenCalledOnce());
  });

  it("is found out later, and once", async () => {
    const { address, close } = await listening();
    const gone = vi.fn();
    watchEngine(address, gone);
    await pause(100);
    expect(gone).not.toHaveBeenCalled();
    await close();
    await vi.waitFor(() => expect(gone).toHaveBeenCalledOnce(), { timeout: 10_000 });
  });

  it("is not what a process without an engine's address waits for", async () => {
    const gone = vi.fn();
    for (const address of ["", "127.0.0.1:0", "run", "--help", "host:port"]) watchEngine(address, gone);
    await pause(100);
    expect(gone).not.toHaveBeenCalled();
  });
});
