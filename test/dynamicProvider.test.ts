import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { root } from "../tools/setup/paths.mjs";
import { startDynamicProvider, type DynamicProvider } from "./support/dynamicProvider.ts";
import { ProviderCallError } from "./support/grpc.ts";

const loader = `
  let url;
  const halfMade = () => Object.assign(new Error("half"), { id: "h", properties: { made: true }, reasons: ["r"] });
  exports.handler = () => ({
    configure: async ({ config }) => { url = config.get("prismatic:url"); },
    check: async (_olds, news) => ({ inputs: { ...news, checked: true },
      failures: news.bad ? [{ property: "", reason: "bad is not allowed" }] : [] }),
    diff: async (_id, olds, news) => ({ changes: olds.a !== news.a, replaces: ["a"], deleteBeforeReplace: true }),
    create: async (inputs) => { if (inputs.half) throw halfMade(); return { id: "1", outs: { ...inputs, url } }; },
    read: async (id, props) => (props.gone ? { id: "" } : { id, props, inputs: { a: 2 } }),
    update: async (_id, _olds, news) => ({ outs: { ...news, updated: true } }),
    delete: async () => { console.log("deleted"); },
  });
`;

let provider: DynamicProvider;

beforeAll(async () => {
  provider = await startDynamicProvider({ cwd: root, loader, config: { "prismatic:url": "http://x" } });
});
afterAll(() => provider.close());

it("answers every call of a resource's life", async () => {
  const { inputs, failures } = await provider.check({}, { a: 1 });
  expect({ inputs, failures }).toEqual({ inputs: { a: 1, checked: true }, failures: [] });
  const { id, outputs } = await provider.create(inputs);
  expect({ id, outputs }).toEqual({ id: "1", outputs: { a: 1, checked: true, url: "http://x" } });
  const difference = await provider.diff(id, outputs, { a: 2 });
  expect(difference).toEqual({ changes: true, replaces: ["a"], deleteBeforeReplace: true });
  expect(await provider.update(id, outputs, { a: 2 })).toEqual({ a: 2, updated: true });
  expect(await provider.read(id, { a: 2 })).toEqual({ id, outputs: { a: 2 }, inputs: { a: 2 } });
  expect(await provider.read(id, { gone: true })).toMatchObject({ id: "" });
  await provider.delete(id, { a: 2 });
  await vi.waitFor(() => expect(provider.stdout).toContain("deleted"), { timeout: 60_000 });
});

it("passes failures on", async () => {
  const { failures } = await provider.check({}, { bad: true });
  expect(failures).toEqual([{ property: "", reason: "bad is not allowed" }]);
  const error: unknown = await provider.create({ half: true }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ProviderCallError);
  expect(error).toMatchObject({ message: "half", id: "h", properties: { made: true }, reasons: ["r"] });
});

it("leaves no process behind", async () => {
  const other = await startDynamicProvider({ cwd: root, loader });
  await other.close();
  expect(other.process.exitCode ?? other.process.signalCode).not.toBeNull();
});
