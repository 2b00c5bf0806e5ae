import { createHash } from "node:crypto";
import { ZipFile } from "yazl";
import type { Client, Json } from "./harness.ts";

/** A package: a zip file with these files, uncompressed. */
export async function zipOf(files: Record<string, string>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, text] of Object.entries(files)) {
    zip.addBuffer(Buffer.from(text), name, { mtime: new Date(0), compress: false });
  }
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The sha1 by which the API tells packages apart. */
export const sha1 = (content: Buffer): string => createHash("sha1").update(content).digest("hex");

/** A component to publish: one connection type with a secret, changed by `input` and `definition`. */
export const componentInput = (input: object = {}, definition: object = {}): object => ({
  definition: { key: "erp", display: { label: "ERP", description: "Orders" }, ...definition },
  connections: [
    {
      key: "apiKey",
      label: "API key",
      inputs: [
        { key: "baseUrl", type: "string", label: "Base URL", default: "https://erp.example", required: true },
        { key: "apiKey", type: "password", label: "API key", default: "", required: true },
      ],
    },
  ],
  ...input,
});

const selection = `publishResult {
  component { id versionNumber versionIsAvailable }
  packageUploadUrl iconUploadUrl sourceUploadUrl
  connectionIconUploadUrls { connectionKey iconUploadUrl }
  connectionAvatarIconUploadUrls { connectionKey iconUploadUrl }
}`;

/** Publishes a component without an upload, and answers the payload. */
export const publish = (tenant: Client, input = componentInput()): Promise<Json> =>
  tenant.mutate("publishComponent", input, selection);

/** Uploads a file like a client. */
export const put = (
  url: string,
  content: Buffer,
  contentType = "application/zip",
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(url, {
    method: "PUT",
    headers: { "content-type": contentType, ...headers },
    body: new Uint8Array(content),
  });

/** Publishes a component that is available at once, and answers its version. */
export async function published(tenant: Client, input = componentInput()): Promise<Json> {
  await tenant.admin("PATCH", "processing", { seconds: 0 });
  const payload = await publish(tenant, input);
  if (payload.errors.length > 0) throw new Error(JSON.stringify(payload.errors));
  const { status } = await put(payload.publishResult.packageUploadUrl, await zipOf({ "index.js": "" }));
  if (status !== 200) throw new Error(`The upload was answered with ${status}`);
  return payload.publishResult.component;
}
