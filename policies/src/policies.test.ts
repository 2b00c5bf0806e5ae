import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { PackOptions } from "./options.ts";
import { policies } from "./policies.ts";

const named = (name: string, options?: PackOptions) => {
  const found = policies(options).find((policy) => policy.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};

describe("A pack of one's own", () => {
  it("has a policy for each file, each with a sentence, a level and the form of its configuration", () => {
    const files = readdirSync(new URL("./policies", import.meta.url)).filter(
      (file) => !file.endsWith(".test.ts"),
    );
    const all = policies();
    expect(all).toHaveLength(files.length);
    expect(all).toHaveLength(16);
    for (const { description, enforcementLevel, configSchema } of all) {
      expect(description).toMatch(/^[A-Z].*\.$/);
      expect(["mandatory", "advisory", "disabled"]).toContain(enforcementLevel);
      for (const property of Object.values(configSchema?.properties ?? {}))
        expect(property.description).toBeTruthy();
    }
  });

  it("sets levels, and configuration that shows in what Pulumi is told", () => {
    const options: PackOptions = {
      levels: { "redeploy-decided": "mandatory" },
      configuration: { "production-protected": { stacks: ["us"] } },
    };
    expect(named("redeploy-decided", options).enforcementLevel).toBe("mandatory");
    expect(named("production-protected", options).configSchema?.properties["stacks"]?.default).toEqual([
      "us",
    ]);
    expect(named("production-protected").configSchema?.properties["stacks"]?.default).toContain("prod-*");
  });

  it("mends nothing but what is safe: one policy can remediate", () => {
    const mending = policies().filter((policy) => "remediateResource" in policy && policy.remediateResource);
    expect(mending.map(({ name }) => name)).toEqual(["stable-key-registry"]);
  });

  it("is refused unknown policies and wrong configuration by name", () => {
    const unknown = { levels: { "stable-key-formats": "advisory" } } as PackOptions;
    expect(() => policies(unknown)).toThrow(
      'There is no policy "stable-key-formats". Did you mean "stable-key-format"?',
    );
    const wrong = { configuration: { "stable-key-format": { pattern: "(" } } };
    expect(() => policies(wrong)).toThrow(
      "stable-key-format is wrong: pattern: must be a regular expression",
    );
    const more = { configuration: { "stable-key-format": { patern: "x" } } } as PackOptions;
    expect(() => policies(more)).toThrow("stable-key-format is wrong: it has no property patern");
  });
});
