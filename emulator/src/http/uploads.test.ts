import { describe, expect, test } from "vitest";
import { client, type Client, type Json } from "../testing/harness.ts";
import { componentInput, publish, put, zipOf } from "../testing/publishing.ts";

const png = Buffer.from("89504e470d0a1a0a", "hex");
const fault = (tenant: Client, path: string, action: object): Promise<Json> =>
  tenant.admin("POST", "faults", { match: { path }, action });
const packageUrl = async (tenant: Client): Promise<string> =>
  (await publish(tenant)).publishResult.packageUploadUrl;

const withIcons = componentInput({
  connections: [
    { key: "plain", label: "Plain" },
    { key: "oauth", label: "OAuth", iconPath: "oauth.png", avatarIconPath: "avatar.png" },
  ],
});

describe("a presigned address", () => {
  test("belongs to the stack and takes a package once it fits", async () => {
    const tenant = await client();
    const url = await packageUrl(tenant);
    expect(url.startsWith(`${tenant.url}/uploads/package?`)).toBe(true);
    const response = await put(url, await zipOf({ "index.js": "" }));
    expect([response.status, await response.text()]).toEqual([200, ""]);
  });

  test("that was changed or has expired is refused with 403", async () => {
    const tenant = await client();
    const url = await packageUrl(tenant);
    const content = await zipOf({ "index.js": "" });
    const wrong = [
      url.replace("/package", "/icon"),
      url.replace(/owner=[^&]+/, "owner=other"),
      url.replace(/expires=\d+/, "expires=99999999999"),
      url.replace(/&signature=.*/, ""),
      `${url}0`,
    ];
    for (const address of wrong) expect((await put(address, content)).status).toBe(403);
    await tenant.admin("POST", "clock", { advanceSeconds: 3600 });
    const expired = await put(url, content);
    expect([expired.status, await expired.text()]).toEqual([403, expect.stringContaining("expired")]);
    expect(await tenant.admin("GET", "component-versions")).toMatchObject([{ state: "awaiting package" }]);
  });

  test("wants PUT, the right type, a length and no token", async () => {
    const tenant = await client();
    const url = await packageUrl(tenant);
    const content = await zipOf({ "index.js": "" });
    expect((await put(url, content, "application/octet-stream")).status).toBe(403);
    expect((await put(url, content, "application/zip", { authorization: "Bearer x" })).status).toBe(400);
    expect((await fetch(url)).status).toBe(403);
    const chunked = await fetch(url, {
      method: "PUT",
      headers: { "content-type": "application/zip" },
      body: new Blob([new Uint8Array(content)]).stream(),
      duplex: "half",
    } as RequestInit);
    expect(chunked.status).toBe(411);
    expect(await tenant.admin("GET", "component-versions")).toMatchObject([{ state: "awaiting package" }]);
  });
});

describe("icons and sources", () => {
  test("have addresses only for connection types that name one, and are shown once uploaded", async () => {
    const tenant = await client();
    await tenant.admin("PATCH", "processing", { seconds: 0 });
    const { publishResult: result } = await publish(tenant, withIcons);
    const keys = (urls: Json): string[] => urls.map(({ connectionKey }) => connectionKey);
    expect(keys(result.connectionIconUploadUrls)).toEqual(["oauth"]);
    expect(keys(result.connectionAvatarIconUploadUrls)).toEqual(["oauth"]);
    const content = await zipOf({ "index.js": "" });
    await put(result.packageUploadUrl, content);
    const shown = async (): Promise<Json> =>
      (
        await tenant.data(`{ components(key: "erp") { nodes { iconUrl sourceDownloadUrl
        connections(key: "oauth") { nodes { iconUrl avatarIconUrl } } } } }`)
      ).components.nodes[0];
    expect(await shown()).toEqual({
      iconUrl: null,
      sourceDownloadUrl: null,
      connections: { nodes: [{ iconUrl: null, avatarIconUrl: null }] },
    });
    await put(result.iconUploadUrl, png, "image/png");
    await put(result.sourceUploadUrl, content);
    await put(result.connectionIconUploadUrls[0].iconUploadUrl, png, "image/png");
    await put(result.connectionAvatarIconUploadUrls[0].iconUploadUrl, png, "image/png");
    const { iconUrl, sourceDownloadUrl, connections } = await shown();
    const icon = await fetch(iconUrl);
    expect([icon.headers.get("content-type"), Buffer.from(await icon.arrayBuffer())]).toEqual([
      "image/png",
      png,
    ]);
    expect(Buffer.from(await (await fetch(sourceDownloadUrl)).arrayBuffer())).toEqual(content);
    const [oauth] = connections.nodes;
    expect((await fetch(oauth.iconUrl)).status).toBe(200);
    expect((await fetch(oauth.avatarIconUrl)).status).toBe(200);
  });
});

describe("uploads", () => {
  test("are counted, and the log says of which tenant they are", async () => {
    const tenant = await client();
    const url = await packageUrl(tenant);
    await tenant.admin("DELETE", "requests");
    await put(url, await zipOf({ "index.js": "" }));
    expect(await tenant.admin("GET", "requests")).toEqual({
      total: 1,
      byOperation: { "PUT /uploads/package": 1 },
    });
    const entry = (await tenant.admin("GET", "log")).at(-1);
    expect(entry).toMatchObject({ path: "/uploads/package", status: 200 });
    expect(entry.tenantId).toBe(
      (await tenant.data("{ authenticatedUser { tenantId } }")).authenticatedUser.tenantId,
    );
  });

  test("are met by faults: a status or a lost connection, before or after the package arrived", async () => {
    const tenant = await client();
    const url = await packageUrl(tenant);
    const content = await zipOf({ "index.js": "" });
    const state = async (): Promise<string> => (await tenant.admin("GET", "component-versions"))[0].state;
    await fault(tenant, "/uploads/package", { type: "status", status: 503 });
    expect((await put(url, content)).status).toBe(503);
    await fault(tenant, "/uploads/package", { type: "dropBefore" });
    await expect(put(url, content)).rejects.toThrow("fetch failed");
    expect(await state()).toBe("awaiting package");
    await tenant.admin("PATCH", "processing", { seconds: 600 });
    await fault(tenant, "/uploads/package", { type: "dropAfter" });
    await expect(put(url, content)).rejects.toThrow("fetch failed");
    expect(await state()).toBe("processing");
  });
});
