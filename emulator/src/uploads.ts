import { createHmac } from "node:crypto";
import type { Clock } from "./clock.ts";
import type { Stored } from "./database.ts";
import type { Tenant } from "./tenant.ts";

/** What can be uploaded for a component version, and as what. */
export const uploadTypes = {
  package: "application/zip",
  source: "application/zip",
  icon: "image/png",
  "connection-icon": "image/png",
  "connection-avatar-icon": "image/png",
} as const;

/** A kind of file that belongs to a component version. */
export type UploadKind = keyof typeof uploadTypes;

/** What an upload is for. */
export interface UploadTarget {
  kind: UploadKind;
  tenantId: string;
  componentId: string;
  /** The key of the connection type that an icon is of. */
  connection?: string | undefined;
}

/** A file that was uploaded and is shown again: icons and sources; packages are only examined. */
export interface UploadedFile extends Stored {
  contentType: string;
  /** Base64. */
  content: string;
}

/** Under which id a file is kept. */
export const fileId = ({ kind, componentId, connection }: Omit<UploadTarget, "tenantId">): string =>
  [componentId, kind, ...(connection === undefined ? [] : [connection])].join("/");

/** Where an uploaded file can be looked at; null where there is none. */
export function fileAddress(tenant: Tenant, target: Omit<UploadTarget, "tenantId">): string | null {
  const id = fileId(target);
  if (!tenant.files.get(id)) return null;
  return `${tenant.stack.url}${filesPath}?${new URLSearchParams({ tenant: tenant.id, file: id }).toString()}`;
}

/** The path of every uploaded file; the query says which one. */
export const filesPath = "/files";

const prefix = "/uploads/";
const lifetimeSeconds = 3600;
const isKind = (text: string): text is UploadKind => text in uploadTypes;

/** The presigned addresses for uploads: who has one needs no token, until it expires. */
export class UploadAddresses {
  readonly #key: string;
  readonly #clock: Clock;

  constructor(key: string, clock: Clock) {
    this.#key = key;
    this.#clock = clock;
  }

  /** The path and query for an upload; the path says only the kind, so that faults and counts find it. */
  sign({ kind, tenantId, componentId, connection }: UploadTarget): string {
    const expires = Math.floor(this.#clock.now().getTime() / 1000) + lifetimeSeconds;
    const query = new URLSearchParams({
      tenant: tenantId,
      component: componentId,
      ...(connection === undefined ? {} : { connection }),
      expires: String(expires),
    });
    const unsigned = `${prefix}${kind}?${query.toString()}`;
    return `${unsigned}&signature=${this.#signature(unsigned)}`;
  }

  /** What a signed address is for, or why it is refused. */
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
      componentId: url.searchParams.get("component") ?? "",
      connection: url.searchParams.get("connection") ?? undefined,
    };
  }

  #signature(unsigned: string): string {
    return createHmac("sha256", this.#key).update(`PUT ${unsigned}`).digest("hex");
  }
}

/** Whether a path is that of an upload. */
export const isUploadPath = (path: string): boolean => path.startsWith(prefix);
