import { createHmac } from "node:crypto";
import type { Clock } from "./clock.ts";
import type { Tenant } from "./tenant.ts";

/** The kinds of files that a component version or an integration takes, with their media types. */
export const uploadTypes = {
  package: "application/zip",
  source: "application/zip",
  icon: "image/png",
  "connection-icon": "image/png",
  "connection-avatar-icon": "image/png",
  avatar: "image/png",
} as const;

/** A kind of file that belongs to a component version or an integration. */
export type UploadKind = keyof typeof uploadTypes;

/** The target of an upload. */
export interface UploadTarget {
  kind: UploadKind;
  tenantId: string;
  /** The id of the component version or the integration. */
  ownerId: string;
  /** The key of the connection type that an icon is of. */
  connection?: string | undefined;
}

/** The id of a file. */
export const fileId = ({ kind, ownerId, connection }: Omit<UploadTarget, "tenantId">): string =>
  [ownerId, kind, ...(connection === undefined ? [] : [connection])].join("/");

/** The address of an uploaded file; null if there is none. */
export function fileAddress(tenant: Tenant, target: Omit<UploadTarget, "tenantId">): string | null {
  return tenant.files.get(fileId(target)) ? futureAddress(tenant, target) : null;
}

/** The address that a file has once it is uploaded. */
export function futureAddress(tenant: Tenant, target: Omit<UploadTarget, "tenantId">): string {
  const query = new URLSearchParams({ tenant: tenant.id, file: fileId(target) });
  return `${tenant.stack.url}${filesPath}?${query.toString()}`;
}

/** The path of all uploaded files; the query names the file. */
export const filesPath = "/files";

const prefix = "/uploads/";
const lifetimeSeconds = 3600;
const isKind = (text: string): text is UploadKind => Object.hasOwn(uploadTypes, text);

/** The presigned addresses for uploads, which need no token and expire. */
export class UploadAddresses {
  readonly #key: string;
  readonly #clock: Clock;

  constructor(key: string, clock: Clock) {
    this.#key = key;
    this.#clock = clock;
  }

  /** The path and query for an upload; the path holds only the kind, so that faults and counts find it. */
  sign({ kind, tenantId, ownerId, connection }: UploadTarget): string {
    const expires = Math.floor(this.#clock.now().getTime() / 1000) + lifetimeSeconds;
    const query = new URLSearchParams({
      tenant: tenantId,
      owner: ownerId,
      ...(connection === undefined ? {} : { connection }),
      expires: String(expires),
    });
    const unsigned = `${prefix}${kind}?${query.toString()}`;
    return `${unsigned}&signature=${this.#signature(unsigned)}`;
  }

  /** The target of a signed address, or the reason for which it is refused. */
  verify(url: URL): UploadTarget | { refusal: string } {
    const [unsigned = "", signature] = `${url.pathname}${url.search}`.split("&signature=");
    const kind = url.pathname.slice(prefix.length);
    if (!isKind(kind) || signature !== this.#signature(unsigned)) {
      return { refusal: "The signature does not match the address." };
    }
    if (Number(url.searchParams.get("expires")) * 1000 <= this.#clock.now().getTime()) {
      return { refusal: "The address has expired." };
    }
    return {
      kind,
      tenantId: url.searchParams.get("tenant") ?? "",
      ownerId: url.searchParams.get("owner") ?? "",
      connection: url.searchParams.get("connection") ?? undefined,
    };
  }

  #signature(unsigned: string): string {
    return createHmac("sha256", this.#key).update(`PUT ${unsigned}`).digest("hex");
  }
}

/** Tells the path of an upload. */
export const isUploadPath = (path: string): boolean => path.startsWith(prefix);
