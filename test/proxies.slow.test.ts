import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { engineFolder, root } from "../tools/setup/paths.mjs";
import { testEnvironment } from "./support/environment.ts";
import { createBundle } from "./support/componentBundle.ts";
import { startForwardProxy, type ForwardProxy, type ForwardProxyOptions } from "./support/forwardProxy.ts";
import { checkAndCreate, startProvider } from "./support/provider.ts";
import { startTenant, type TestTenant } from "./support/tenant.ts";

const slack = (stableKey: string) => ({
  component: "slack",
  connectionType: "oauth2",
  stableKey,
  name: `Slack ${stableKey}`,
});

let tenant: TestTenant;
/** The address by which the tenant is reached encrypted, with a certificate of its own authority. */
let encrypted: string;
beforeAll(async () => {
  tenant = await startTenant();
  encrypted = await tenant.encryptedUrl();
});
beforeEach(async () => {
  for (const stableKey of await tenant.stableKeys()) await tenant.remove(stableKey);
});
afterAll(() => tenant?.dispose());

/** No exceptions, as opposed to the environment of other tests. */
const everywhere = { NO_PROXY: "", no_proxy: "" };

const trusting = () => ({ ...everywhere, NODE_EXTRA_CA_CERTS: tenant.caPath });

/** The provider's reason to refuse a new connection behind a proxy. */
async function reasonBehind(
  options: ForwardProxyOptions,
  env: (proxy: ForwardProxy) => NodeJS.ProcessEnv,
  url = encrypted,
): Promise<{ reason: string; proxy: ForwardProxy }> {
  await using proxy = await startForwardProxy(options);
  await using provider = await startProvider(
    tenant,
    { "prismatic:url": url },
    { ...everywhere, ...env(proxy) },
  );
  const { failures } = await provider.customer.check({}, slack("slack"));
  expect(failures).toHaveLength(1);
  return { reason: failures[0]?.reason ?? "", proxy };
}

describe("Behind a proxy,", () => {
  it.each(["https_proxy", "HTTP_PROXY"])("%s carries everything to an https address", async (name) => {
    await using proxy = await startForwardProxy();
    const env = { ...trusting(), [name]: `http://${proxy.host}` };
    await using provider = await startProvider(tenant, { "prismatic:url": encrypted }, env);
    const { id, outputs } = await checkAndCreate(provider.customer, slack("slack"));
    await provider.customer.delete(id, outputs);
    expect(new Set(proxy.requests)).toEqual(new Set([`CONNECT ${new URL(encrypted).host}`]));
    expect(provider.customer.stderr).toBe("");
  });

  it("what NO_PROXY names goes past it", async () => {
    await using proxy = await startForwardProxy();
    const address = `http://${proxy.host}`;
    const env = { HTTP_PROXY: address, HTTPS_PROXY: address, NO_PROXY: "", no_proxy: "localhost, 127.0.0.1" };
    await using provider = await startProvider(tenant, {}, env);
    await checkAndCreate(provider.customer, slack("slack"));
    expect(proxy.requests).toEqual([]);
  });

  it("credentials in the variable are sent to the proxy", async () => {
    await using proxy = await startForwardProxy({ credentials: "ada:p@ss" });
    const env = { ...trusting(), HTTPS_PROXY: `http://ada:p%40ss@${proxy.host}` };
    await using provider = await startProvider(tenant, { "prismatic:url": encrypted }, env);
    await checkAndCreate(provider.customer, slack("slack"));
    expect(proxy.requests.length).toBeGreaterThan(0);
    expect(await tenant.stableKeys()).toEqual(["slack"]);
  });

  it("http_proxy carries everything to a plain address, uploads included", async () => {
    await using proxy = await startForwardProxy();
    await using bundle = await createBundle({ key: "parcels" });
    await using provider = await startProvider(tenant, {}, { ...everywhere, http_proxy: proxy.host });
    await tenant.setProcessing(0);
    await tenant.clearRequests();
    await checkAndCreate(provider.component, { bundle: bundle.folder });
    const reached = (await tenant.requests()).map(({ path }) => path);
    expect(proxy.requests.map((line) => new URL(line.split(" ")[1] ?? "").pathname)).toEqual(reached);
    expect(proxy.requests).toContainEqual(expect.stringContaining(`PUT ${tenant.url}/uploads/package`));
  });

  const ours = () => ({
    PRISMATIC_URL: tenant.url,
    PRISMATIC_TENANT_ID: tenant.id,
    PRISM_REFRESH_TOKEN: tenant.refreshToken,
  });

  /** Runs Node.js in an empty folder. */
  async function node(args: string[], env: NodeJS.ProcessEnv): Promise<{ stdout: string; stderr: string }> {
    const cwd = await mkdtemp(join(tmpdir(), "behind-proxy-"));
    try {
      const child = spawn(process.execPath, args, {
        cwd,
        env: { ...testEnvironment(engineFolder), ...ours(), PATH: "", ...everywhere, ...env },
      });
      const [stdout, stderr] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, "close"),
      ]);
      return { stdout, stderr };
    } finally {
      await rm(cwd, { recursive: true, force: true });
    }
  }

  it("the command line uses it, too", async () => {
    await using provider = await startProvider(tenant);
    await checkAndCreate(provider.customer, slack("slack"));
    await using proxy = await startForwardProxy();
    const env = { HTTP_PROXY: `http://${proxy.host}` };
    const main = join(root, "provider", "dist", "cli", "main.js");
    const { stdout } = await node([main, "import-file", "slack"], env);
    expect(JSON.parse(stdout)).toMatchObject({ resources: [{ name: "slack" }] });
    expect(proxy.requests).toContain(`POST ${tenant.url}/api`);
  });

  it.each([
    [407, /The proxy asks for credentials: HTTPS_PROXY=http:\/\/<user>:<password>@127\.0\.0\.1:\d+\. /],
    [403, /Ask those who run the proxy to let requests to 127\.0\.0\.1 pass\. /],
  ])("its refusal with HTTP %i is told as such, at once", async (refuses, advice) => {
    const { reason, proxy } = await reasonBehind({ refuses }, ({ host }) => ({
      HTTPS_PROXY: `http://ada:geheim@${host}`,
    }));
    expect(reason).toMatch(
      new RegExp(
        `^Prismatic at ${encrypted} could not be reached through the proxy ${proxy.host} of HTTPS_PROXY ` +
          `\\(HTTP ${refuses} of the proxy\\)\\. Nothing was changed\\. `,
      ),
    );
    expect(reason).toMatch(advice);
    expect(reason).toContain("To go past the proxy: NO_PROXY=127.0.0.1");
    expect(reason).not.toMatch(/geheim|ada:/);
    expect(proxy.requests).toHaveLength(1);
  });

  it("one that is down is told by its variable and its host", async () => {
    const name = "https_proxy";
    const gone = await startForwardProxy();
    await gone[Symbol.asyncDispose]();
    const { reason } = await reasonBehind({}, () => ({ [name]: `http://ada:geheim@${gone.host}` }));
    expect(reason).toContain(`could not be reached through the proxy ${gone.host} of ${name} (ECONNREFUSED)`);
    expect(reason).toContain(`Check ${name}, the proxy and prismatic:url`);
    expect(reason).not.toContain("geheim");
  });

  it("what is no address is refused at once, and not shown", async () => {
    const { reason } = await reasonBehind({}, () => ({ HTTPS_PROXY: "http://ada:ge#heim@proxy:3128" }));
    expect(reason).toMatch(
      /^The environment variable HTTPS_PROXY is not the address of a proxy, so nothing was sent\./,
    );
    expect(reason).not.toContain("heim@");
  });
});

describe("A certificate of an authority of one's own", () => {
  it("is refused with the variable that makes it known", async () => {
    await tenant.clearRequests();
    const { reason } = await reasonBehind({}, () => ({}));
    expect(reason).toMatch(
      /could not be reached \(\w+\)\. Nothing was changed\. Node\.js does not know the authority/,
    );
    expect(reason).toContain("NODE_EXTRA_CA_CERTS=/path/to/ca.pem");
    expect(await tenant.requests()).toEqual([]);
  });

  it("is accepted where NODE_EXTRA_CA_CERTS names it", async () => {
    await using provider = await startProvider(tenant, { "prismatic:url": encrypted }, trusting());
    await checkAndCreate(provider.customer, slack("slack"));
    expect(await tenant.stableKeys()).toEqual(["slack"]);
  });
});
