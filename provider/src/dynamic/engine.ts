import { connect } from "node:net";

const INTERVAL_MILLISECONDS = 1000;

/**
 * Calls `gone` once the engine at `address` (host:port) has ended. Pulumi's dynamic-provider process outlives a
 * killed command line and would go on with its mutations; the engine's listening port is what ends with it on
 * every platform. It may have ended before the first look. Nothing is watched where the address cannot be reached for
 * another reason than that nobody listens there.
 */
export function watchEngine(address: string, gone: () => void): void {
  const separator = address.lastIndexOf(":");
  const host = address.slice(0, separator);
  const port = Number(address.slice(separator + 1));
  if (!host || !Number.isInteger(port) || port <= 0) return;

  let hasAnswered = false;
  const look = () => {
    const socket = connect({ host, port });
    socket.unref();
    socket.once("connect", () => {
      hasAnswered = true;
      socket.destroy();
    });
    socket.once("error", ({ code }: NodeJS.ErrnoException) => {
      socket.destroy();
      if (!hasAnswered && code !== "ECONNREFUSED") return;
      clearInterval(timer);
      gone();
    });
  };
  const timer = setInterval(look, INTERVAL_MILLISECONDS);
  timer.unref();
  look();
}
