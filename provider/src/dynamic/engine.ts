import { connect } from "node:net";

const INTERVAL_MILLISECONDS = 1000;

/**
 * Calls `gone` once the engine at `address` (host:port) has ended. Pulumi's dynamic-provider process outlives a
 * killed command line and would go on with its mutations; the engine's listening port is what ends with it on
 * every platform. Nothing is watched where the address never answered.
 */
export function watchEngine(address: string, gone: () => void): void {
  const separator = address.lastIndexOf(":");
  const host = address.slice(0, separator);
  const port = Number(address.slice(separator + 1));
  if (!host || !Number.isInteger(port) || port <= 0) return;

  let seen = false;
  const timer = setInterval(() => {
    const socket = connect({ host, port });
    socket.unref();
    socket.once("connect", () => {
      seen = true;
      socket.destroy();
    });
    socket.once("error", () => {
      socket.destroy();
      if (!seen) return;
      clearInterval(timer);
      gone();
    });
  }, INTERVAL_MILLISECONDS);
  timer.unref();
}
