import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { definitionFiles, definitionText } from "../../../testing/definitions.ts";
import { describeDifference, differences } from "./meaning.ts";

const lines = (before: string, after: string, normalised = false) =>
  differences(parse(before), parse(after), { normalised }).map((each) =>
    describeDifference(each, (place) => place.includes("clientSecret")),
  );

describe("comparing definitions by meaning", () => {
  it.each(definitionFiles)(
    "finds nothing between a definition and itself with its keys in another order: %s",
    (file) => {
      const value: unknown = parse(definitionText(file));
      expect(differences(value, reordered(value), { normalised: false })).toEqual([]);
    },
  );

  it("names flows, steps and config variables rather than positions", () => {
    const before = "flows: [{ name: A, steps: [{ name: S, inputs: { x: { value: 1 } } }] }, { name: B }]";
    const after = "flows: [{ name: C }, { name: A, steps: [{ name: S, inputs: { x: { value: 2 } } }] }]";
    expect(lines(before, after)).toEqual([
      '~ flow "A", step "S", inputs.x.value: 1 => 2',
      '- flow "B": {"name":"B"}',
      '+ flow "C": {"name":"C"}',
    ]);
  });

  it("sees another order of steps", () => {
    expect(lines("steps: [{ name: A }, { name: B }]", "steps: [{ name: B }, { name: A }]")).toEqual([
      '~ steps: order: "A, B" => "B, A"',
    ]);
  });

  it("hides what must not be shown", () => {
    expect(lines("inputs: { clientSecret: { value: a } }", "inputs: { clientSecret: { value: b } }")).toEqual(
      ["~ inputs.clientSecret.value: [secret] => [secret]"],
    );
  });

  it("knows what Prismatic makes of what it is sent", () => {
    const sent =
      "name: A\nrequiredConfigVars: []\nflows: [{ name: F, steps: [{ name: S, version: LATEST, n: 5 }] }]";
    const kept = `category: ""
configPages: [{ name: Configuration, elements: [] }]
defaultInstanceProfile: Default Instance Profile
documentation: ""
endpointType: flow_specific
flows: [{ name: F, endpointSecurityType: customer_optional, isAgentFlow: false, steps: [{ name: S, description: "", version: 7, n: "5" }] }]
name: "A"`;
    expect(lines(sent, kept, true)).toEqual([]);
    expect(lines(sent, kept)).not.toEqual([]);
  });

  it("does not take a designer's addition for a default", () => {
    expect(lines("name: A", "name: A\nendpointType: shared_instance", true)).toEqual([
      '+ endpointType: "shared_instance"',
    ]);
    expect(lines("name: A", "{}", true)).toEqual(['- name: "A"']);
  });
});

function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, reordered(member)]),
  );
}
