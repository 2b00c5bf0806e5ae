import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { packed, PACKAGES, type Packed } from "./packed.ts";

/** A registry on this machine, and how to end it. */
export interface PackageRegistry extends AsyncDisposable {
  url: string;
}

/** Begins the paths of our own tarballs. */
const TARBALLS = "/-/packed/";

/**
 * Starts a registry that has the packed packages, and leads to the one that npm is set up for where it is asked for others.
 * Package managers install from it as from the public one after a release.
 */
export async function startRegistry(): Promise<PackageRegistry> {
  const { stdout } = await promisify(execFile)("npm", ["config", "get", "registry"]);
  const others = stdout.trim().replace(/\/$/, "");
  const all = await Promise.all(PACKAGES.map(packed));
  const ours = new Map(all.map((each) => [each.manifest.name, each]));
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "");
    const name = path.replace(TARBALLS, "").replace(/^\//, "");
    const found = ours.get(name);
    if (found === undefined) response.writeHead(302, { location: `${others}${request.url}` }).end();
    else if (path.startsWith(TARBALLS)) response.end(found.tarball);
    else {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(documentOf(found, `http://${request.headers.host}${TARBALLS}${name}`)));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

/** Answer of a registry about a package with one version. */
function documentOf({ manifest, tarball: data }: Packed, tarball: string): object {
  const { name, version } = manifest;
  const digest = (algorithm: string, encoding: "hex" | "base64") =>
    createHash(algorithm).update(data).digest(encoding);
  const dist = { tarball, integrity: `sha512-${digest("sha512", "base64")}`, shasum: digest("sha1", "hex") };
  const time = "2026-01-01T00:00:00.000Z";
  return {
    name,
    "dist-tags": { latest: version },
    versions: { [version]: { ...manifest, dist } },
    time: { created: time, modified: time, [version]: time },
  };
}
