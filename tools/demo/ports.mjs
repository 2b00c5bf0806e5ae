import { createServer } from "node:net";
import { SetupError } from "../setup/errors.mjs";

/** The port that the demo takes unless it is in use. */
export const preferredPort = 4710;

/**
 * The first port of a row of free ones: the wanted one, so that addresses stay the same, or one further up.
 * @param {number} wanted
 * @param {number} count
 */
export async function freePorts(wanted, count) {
  for (let port = wanted; port < wanted + 1000; port += 10) {
    const free = await Promise.all(Array.from({ length: count }, (_, index) => isFree(port + index)));
    if (free.every(Boolean)) return port;
  }
  throw new SetupError(`No ${count} free ports in a row from ${wanted} on.`);
}

/** @returns {Promise<boolean>} */
function isFree(/** @type {number} */ port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.on("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
