import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { TenantSession } from "../../tenant/session.ts";
import { resolveSettings } from "../../tenant/settings.ts";
import { cameMeanwhile, keptDraft } from "./draft.ts";
import type { FoundIntegration } from "./found.ts";

const definition = (key: string, { version = 1, slack = 1, description = "" } = {}): string =>
  stringify({
    isCodeNative: true,
    name: "Orders",
    description,
    flows: [
      {
        name: "Receive",
        steps: [{ name: "Run", action: { key: "run", component: { key, isPublic: false, version } } }],
        supplementalComponents: [{ key: "slack", isPublic: true, version: slack }],
      },
    ],
  });

const [ONE, TWO] = ["5f0c2a52-0000-4000-8000-000000000001", "5f0c2a52-0000-4000-8000-000000000002"];

const component = (key: string, signature: string) => ({
  id: "c",
  key,
  signature,
  forCodeNativeIntegration: true,
});

const old = {
  draft: keptDraft({ definition: definition(ONE), component: component(ONE, "first") }),
  signature: "first",
  componentKey: ONE,
};

/** A session that has no reason to ask anything. */
const session = new TenantSession(
  resolveSettings((key) => ({ url: "https://tenant.invalid", accessToken: "token" })[key], {}),
);

/** Findings of a refresh about a draft. */
const came = (text: string, of: ReturnType<typeof component> | undefined, isCodeNative = true) =>
  cameMeanwhile(session, old, { definition: text, component: of, isCodeNative } as FoundIntegration);

describe("What came into a draft of code", () => {
  it("is nothing where only the component's key and the newest versions at that moment are others", async () => {
    expect(await came(definition(TWO, { version: 2, slack: 7 }), component(TWO, "first"))).toEqual([]);
  });

  it("is the package and every difference of the definition", async () => {
    expect(await came(definition(TWO), component(TWO, "second"))).toEqual(["~ package: first => second"]);
    expect(await came(definition(TWO, { description: "x" }), component(TWO, "first"))).toEqual([
      '~ description: "" => "x"',
    ]);
  });

  it("is not the package where the tenant does not show the component that was imported last", async () => {
    expect(await came(definition(ONE), undefined)).toEqual([]);
    expect((await came(definition(TWO), undefined))[0]).toBe("~ package: first => none");
  });

  it("is a designer's integration in its place", async () => {
    expect(await came("name: Orders", undefined, false)).toEqual([
      "~ a designer's integration took its place",
    ]);
  });
});
