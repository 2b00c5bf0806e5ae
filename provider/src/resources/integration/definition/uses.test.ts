import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { definitionFiles, definitionText, read } from "../../../testing/definitions.ts";
import { hiddenNames } from "./hiddenNames.ts";
import { usesByVariable, usesOf } from "./uses.ts";

const places = `
definitionVersion: 7
name: Everywhere
requiredConfigVars:
  - { key: Key, dataType: connection, connection: { key: k, component: { key: slack, isPublic: true } } }
  - key: Picked
    dataType: picklist
    dataSource: { key: channels, component: { key: slack, isPublic: true, version: 3 } }
    inputs: { anything: { type: configVar, value: Key } }
configPages: [{ name: Page, elements: [{ type: configVar, value: Key }] }]
externalCustomerIdField: { type: configVar, value: Key }
flows:
  - name: Flow
    retryConfig: { uniqueRequestIdField: { type: configVar, value: Key } }
    queueConfig: { dedupeIdField: { type: configVar, value: Key } }
    steps:
      - { name: Trigger, isTrigger: true, schedule: { type: configVar, value: Key } }
      - name: Loop
        action: { key: loop, component: { key: loop } }
        steps:
          - name: Branch
            branches:
              - name: Yes it is
                steps:
                  - name: Deep
                    action: { key: post, component: { key: slack, isPublic: true } }
                    inputs:
                      accessKey: { type: configVar, value: Key }
                      unset: { type: configVar, value: "" }
                      list: { type: complex, value: [{ name: a, type: complex, value: [{ name: { type: configVar, value: Key }, type: configVar, value: Key }] }] }
`;

describe("finding the uses of a config variable", () => {
  it("finds them by value wherever they can stand", () => {
    const uses = usesOf(read(places), "Key");
    expect(uses.map(({ place }) => place)).toEqual([
      'config variable "Picked", inputs.anything',
      'page "Page", elements[0]',
      "externalCustomerIdField",
      'flow "Flow", retryConfig.uniqueRequestIdField',
      'flow "Flow", queueConfig.dedupeIdField',
      'flow "Flow", step "Trigger", schedule',
      'flow "Flow", step "Loop", step "Branch", branch "Yes it is", step "Deep", inputs.accessKey',
      'flow "Flow", step "Loop", step "Branch", branch "Yes it is", step "Deep", inputs.list.value[0].value[0]',
      'flow "Flow", step "Loop", step "Branch", branch "Yes it is", step "Deep", inputs.list.value[0].value[0].name',
    ]);
    expect(uses.filter(({ onPage }) => onPage)).toHaveLength(1);
    expect(uses.map(({ component }) => component?.key)).toEqual([
      "slack",
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      "slack",
      "slack",
      "slack",
    ]);
  });

  it("takes an empty value for an unset connection", () => {
    expect(usesByVariable(read(places)).has("")).toBe(false);
  });

  it.each(definitionFiles)("finds as many as the text has: %s", (file) => {
    const text = definitionText(file);
    const written = JSON.stringify(parse(text)).match(/"type":"configVar","value":"[^"]/g) ?? [];
    const swapped = JSON.stringify(parse(text)).match(/"value":"[^"]+","type":"configVar"/g) ?? [];
    const withMeta = JSON.stringify(parse(text)).match(/"meta":\{"scheduleType"/g) ?? [];
    const found = [...usesByVariable(read(text)).values()].flat();
    expect(found.length).toBeGreaterThanOrEqual(written.length + swapped.length);
    expect(found.length).toBeLessThanOrEqual(written.length + swapped.length + withMeta.length);
  });
});

describe("names hidden in texts", () => {
  const withText = (text: string) =>
    read(`definitionVersion: 7
name: Hidden
requiredConfigVars: [{ key: Base URL }, { key: apiKey }]
flows: [{ name: F, steps: [{ name: S, inputs: { x: { type: template, value: ${JSON.stringify(text)} } } }] }]
`);

  it.each([
    ["a template", "https://{{#Base URL}}/x", "Base URL", "{{#Base URL}}"],
    ["a template with blanks", "{{# Base URL }}", "Base URL", "{{# Base URL }}"],
    ["code with double quotes", 'configVars["Base URL"]', "Base URL", 'configVars["Base URL"]'],
    ["code with single quotes", "configVars['Base URL'].x", "Base URL", "configVars['Base URL']"],
    ["code with a property", "const k = configVars.apiKey;", "apiKey", "configVars.apiKey"],
  ])("are found in %s", (_, text, variable, found) => {
    expect(hiddenNames(withText(text))).toEqual([{ variable, text: found }]);
  });

  it.each(["{{$step.results}}", "configVars.other", "{{#Other}}", '// configVars["Base URL"]'])(
    "are not seen in %s",
    (text) => expect(hiddenNames(withText(text))).toEqual([]),
  );

  it("are found in real definitions", () => {
    const found = definitionFiles.flatMap((file) =>
      hiddenNames(read(definitionText(file))).map(({ variable }) => `${file} ${variable}`),
    );
    expect([...new Set(found)].toSorted()).toMatchInlineSnapshot(`
      [
        "recursive-flow-examples.yml SFDC Page Size",
        "salesforce-example.yml Salesforce Account Field Mapping",
        "sample-integration.yml apiKey",
        "sharepoint.yml Sharepoint Drive",
      ]
    `);
  });
});
