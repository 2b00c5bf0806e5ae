import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { crc32 } from "node:zlib";
import { fromBufferPromise } from "yauzl";
import type { Stack } from "../stack.ts";
import type { Tenant } from "../tenant.ts";
import { fileId, filesPath, isUploadPath, uploadTypes, type UploadTarget } from "../uploads.ts";
import { errorAnswer, type Answer } from "./answer.ts";

interface Upload {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  content: Buffer;
}

/**
 * Takes a file at a presigned address, like object storage; the platform examines it later. Answers undefined for other
 * paths.
 */
export async function answerUpload(
  stack: Stack,
  upload: Upload,
  onTenant: (tenantId: string) => void,
): Promise<Answer | undefined> {
  if (!isUploadPath(upload.url.pathname)) return undefined;
  const target = stack.uploads.verify(upload.url);
  if ("refusal" in target) return errorAnswer(403, target.refusal);
  onTenant(target.tenantId);
  const refusal = refusalOf(upload, target);
  if (refusal) return refusal;
  const tenant = stack.tenant(target.tenantId);
  if (!tenant) return errorAnswer(404, "The tenant is gone.");
  if (target.kind === "package") return takePackage(stack, tenant, target, upload.content);
  const contentType = uploadTypes[target.kind];
  tenant.files.put({ id: fileId(target), contentType, content: upload.content.toString("base64") });
  return { status: 200, body: "" };
}

function refusalOf({ method, headers }: Upload, { kind }: UploadTarget): Answer | undefined {
  if (method !== "PUT") return errorAnswer(403, "The address is signed for PUT.");
  if (headers.authorization !== undefined) {
    return errorAnswer(400, "The address is signed: a request must not have Authorization as well.");
  }
  if (headers["content-length"] === undefined) return errorAnswer(411, "Content-Length is missing.");
  const expected = uploadTypes[kind];
  return headers["content-type"] === expected
    ? undefined
    : errorAnswer(403, `The address is signed for the Content-Type ${expected}.`);
}

/** Begins to process a package; another one for a version that is available already changes nothing. */
async function takePackage(
  stack: Stack,
  tenant: Tenant,
  { ownerId }: UploadTarget,
  content: Buffer,
): Promise<Answer> {
  const failure = await packageProblem(content);
  const record = tenant.catalog.added().find(({ id }) => id === ownerId);
  if (!record?.publication) return errorAnswer(404, "The component version is gone.");
  if (!tenant.catalog.component(ownerId)) {
    tenant.catalog.updatePublication(record, {
      ...record.publication,
      signature: createHash("sha1").update(content).digest("hex"),
      processedAt: new Date(stack.clock.now().getTime() + stack.processingSeconds * 1000).toISOString(),
      failure,
    });
  }
  return { status: 200, body: "" };
}

/** The reason for which a package cannot be processed: it must be a whole zip file with `index.js` at its top. */
async function packageProblem(content: Buffer): Promise<string | null> {
  const names: string[] = [];
  try {
    const zip = await fromBufferPromise(content, { lazyEntries: true });
    for await (const entry of zip.eachEntry()) {
      names.push(entry.fileName);
      const chunks = (await (await zip.openReadStreamPromise(entry)).toArray()) as Buffer[];
      if (crc32(Buffer.concat(chunks)) !== entry.crc32) throw new Error(`${entry.fileName} is damaged`);
    }
  } catch (error) {
    return `The package is not a zip file that can be read: ${(error as Error).message}`;
  }
  return names.includes("index.js") ? null : "The package has no index.js at its top";
}

/** Shows a file that was uploaded; undefined for other paths. */
export function answerFile(stack: Stack, method: string, url: URL): Answer | undefined {
  if (url.pathname !== filesPath || method !== "GET") return undefined;
  const tenant = stack.tenant(url.searchParams.get("tenant") ?? "");
  const file = tenant?.files.get(url.searchParams.get("file") ?? "");
  if (!file) return errorAnswer(404, "There is no such file.");
  return {
    status: 200,
    headers: { "content-type": file.contentType },
    body: Buffer.from(file.content, "base64"),
  };
}
