import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { generate } from "selfsigned";
import { writePrivate } from "./privateFiles.ts";

/** A certificate for this machine, signed by the authority that is kept in the data folder. */
export interface ServerCertificate {
  key: string;
  cert: string;
  caPath: string;
}

const tenYears = 3650 * 24 * 3600 * 1000;
const shared = { keyType: "ec", curve: "P-256", algorithm: "sha256" } as const;

/** The certificates that this process has made, by that of their authority. */
const made = new Map<string, Promise<{ private: string; cert: string }>>();

/**
 * Makes the certificate with which the emulator serves https, by which alone prism fetches tokens. prism trusts it by
 * `NODE_EXTRA_CA_CERTS=<data folder>/ca.pem`.
 */
export async function serverCertificate(directory: string): Promise<ServerCertificate> {
  const caPath = join(directory, "ca.pem");
  const keyPath = join(directory, "ca-key.pem");
  if (!existsSync(caPath) || !existsSync(keyPath)) {
    const authority = await generate([{ name: "commonName", value: "Prismatic emulator (local)" }], {
      ...shared,
      notAfterDate: new Date(Date.now() + tenYears),
      extensions: [
        { name: "basicConstraints", cA: true, critical: true },
        { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
      ],
    });
    writePrivate(keyPath, authority.private);
    writePrivate(caPath, authority.cert);
  }
  const authority = readFileSync(caPath, "utf8");
  const leaf = made.get(authority) ?? signed({ key: readFileSync(keyPath, "utf8"), cert: authority });
  made.set(authority, leaf);
  const { private: key, cert } = await leaf;
  return { key, cert, caPath };
}

function signed(ca: { key: string; cert: string }): Promise<{ private: string; cert: string }> {
  return generate([{ name: "commonName", value: "localhost" }], {
    ...shared,
    notAfterDate: new Date(Date.now() + tenYears),
    ca,
    extensions: [
      { name: "basicConstraints", cA: false },
      { name: "keyUsage", digitalSignature: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
  });
}
