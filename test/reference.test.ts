import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { importRequest, splitRequests } from "../provider/src/cli/importRequest.ts";
import { RESOURCE_CLASSES } from "../provider/src/resources/names.ts";
import { root } from "../tools/setup/paths.mjs";

const pageOf = (name: string) => readFileSync(join(root, "docs/reference", `${name}.md`), "utf8");

/** The texts of the provider's own sources, with texts that are put together in one piece. */
function sources(): string {
  const folder = join(root, "provider/src");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.endsWith("class.ts"))
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n")
    .replace(/["`] \+\s+["`]/g, "");
}

describe("The page of each resource", () => {
  it("has an example, its arguments, outputs, errors, drift, an import and the calls behind it", () => {
    const sections = ["Examples", "Arguments", "Outputs", "Drift", "Errors", "Import", "API calls"];
    for (const name of RESOURCE_CLASSES) {
      const headings = [...pageOf(name).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
      expect(headings, name).toEqual(expect.arrayContaining(sections));
      expect(pageOf(name), name).toContain("```ts\n");
    }
  });

  it("quotes only errors that the provider has", () => {
    const text = sources();
    const pages = [...RESOURCE_CLASSES, "Tenant"].map((name) => [name, pageOf(name)] as const);
    const quoted = pages.flatMap(([name, page]) => {
      const [, errors = ""] = /^## Errors\n([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(page) ?? [];
      return [...errors.matchAll(/^- `([^`]+)`:/gm)].map(([, message = ""]) => `${name}: ${message}`);
    });
    expect(quoted.length).toBeGreaterThan(RESOURCE_CLASSES.length * 2);
    const sourcesOfTenant = readFileSync(join(root, "provider/src/resources/tenant/class.ts"), "utf8");
    const unknown = quoted.filter(
      (each) => !`${text}${sourcesOfTenant}`.includes(each.slice(each.indexOf(": ") + 2)),
    );
    expect(unknown).toEqual([]);
  });

  it("tells of every mutation that the provider can send, on the page of some resource", () => {
    const folder = join(root, "provider/src/tenant/operations");
    const documents = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
    const fields = documents.flatMap((text) =>
      [...text.matchAll(/^mutation \w+[^{]*\{\s+(?:\w+: )?(\w+)/gm)].map(([, field = ""]) => field),
    );
    expect(fields.length).toBeGreaterThan(15);
    const pages = RESOURCE_CLASSES.map(pageOf).join("\n");
    expect(
      fields.filter((field) => !new RegExp(`^\\| mutation +\\| \`${field}\` `, "m").test(pages)),
    ).toEqual([]);
  });

  it("imports by requests that the command understands, of that very class", () => {
    for (const name of RESOURCE_CLASSES) {
      const lines = pageOf(name).match(/^npx pulumi-prismatic import-file .*$/gm) ?? [];
      expect(lines.length, name).toBeGreaterThan(0);
      for (const line of lines) expect(line, name).toSatisfy((text: string) => isImportOf(name, text));
    }
  });
});

/** True where a command imports resources of a class. */
function isImportOf(name: string, line: string): boolean {
  if (line.includes(" --component ")) return name === "Component";
  if (line.includes(" --code-native ")) return name === "CodeNativeIntegration";
  const [, quoted, bare = quoted ?? ""] = /import-file (?:"([^"]+)"|(\S+))/.exec(line) ?? [];
  const { integrations, access, others } = splitRequests([bare]);
  if (integrations.length > 0) return name === "Integration";
  if (access.length > 0) return name === "CustomerEmbeddedAccess";
  const [request] = others.map(importRequest);
  return request?.part === undefined ? name.endsWith("Connection") : request.part === name;
}

describe("The examples of the docstrings", () => {
  it("are there as a module for the compiler, of every class", () => {
    const module = readFileSync(join(root, "test/fixtures/reference/examples.generated.ts"), "utf8");
    const names = [...module.matchAll(/^ {2}(\w+): \[$/gm)].map(([, name]) => name);
    expect(names).toEqual(expect.arrayContaining([...RESOURCE_CLASSES, "Tenant", "getConnection"]));
  });
});
