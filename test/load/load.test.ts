import { expect, it } from "vitest";
import { load } from "./load.ts";

it("Many tenants are filled at the limit of their rates without an error, and keep all when the emulator is killed", async () => {
  const said: string[] = [];
  const result = await load({ tenants: 6, connectionsEach: 30 }, (line) => said.push(line));
  expect(result, said.join("\n")).toEqual({ tenants: 6, connections: 180, errors: 0, lost: 0 });
});
