import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { PLACES } from "../../policies/src/domain/places.ts";
import { httpsUrls } from "../../policies/src/policies/httpsUrls.ts";
import { noPlainSecrets } from "../../policies/src/policies/noPlainSecrets.ts";
import { judgeOne, resource } from "../../policies/src/testing/judge.ts";
import { UNKNOWN } from "../../provider/src/dynamic/wire.ts";
import { codeNativeArguments } from "../../provider/src/resources/codeNativeIntegration/arguments.ts";
import { componentArguments } from "../../provider/src/resources/component/arguments.ts";
import { connectionArguments } from "../../provider/src/resources/connection/arguments.ts";
import {
  customerCredentialsArguments,
  testCredentialsArguments,
} from "../../provider/src/resources/credentials/arguments.ts";
import { setArguments } from "../../provider/src/resources/customerCredentialsSet/arguments.ts";
import { accessArguments } from "../../provider/src/resources/customerEmbeddedAccess/lifecycle.ts";
import { flagArguments } from "../../provider/src/resources/embeddedWorkflowFlag/lifecycle.ts";
import { globalValuesArguments } from "../../provider/src/resources/globalValues/arguments.ts";
import { integrationArguments } from "../../provider/src/resources/integration/arguments.ts";
import type { ResourceClass } from "../../provider/src/resources/names.ts";

/** The provider's own schemas: a class that is missing here does not compile. */
const SCHEMAS = {
  CustomerConnection: connectionArguments,
  OrganizationCustomerConnection: connectionArguments,
  OrganizationGlobalConnection: connectionArguments,
  UserConnection: connectionArguments,
  GlobalValues: globalValuesArguments,
  TestCredentials: testCredentialsArguments,
  CustomerCredentials: customerCredentialsArguments,
  CustomerCredentialsSet: setArguments,
  EmbeddedWorkflowFlag: flagArguments,
  CustomerEmbeddedAccess: accessArguments,
  Component: componentArguments,
  Integration: integrationArguments,
  CodeNativeIntegration: codeNativeArguments,
} satisfies Record<ResourceClass, z.ZodType>;

/** A kind of value that a program can write at a place: a text, one of a few words, a number, true or false. */
interface Leaf {
  path: string[];
  isText: boolean;
}

/** The leaves of a schema; a list has the path of its members' map. */
function leavesOf(schema: z.core.$ZodType, path: string[] = []): Leaf[] {
  const { def } = (schema as z.ZodType)._zod as unknown as {
    def: Record<string, unknown> & { type: string };
  };
  const inner = (name: string) => def[name] as z.core.$ZodType;
  switch (def.type) {
    case "object":
      return Object.entries(def["shape"] as Record<string, z.core.$ZodType>).flatMap(([name, member]) =>
        leavesOf(member, [...path, name]),
      );
    case "record":
      return leavesOf(inner("valueType"), [...path, "*"]);
    case "array":
      return leavesOf(inner("element"), [...path, "*"]);
    case "union":
      return (def["options"] as z.core.$ZodType[]).flatMap((option) => leavesOf(option, path));
    case "optional":
    case "nullable":
    case "default":
      return leavesOf(inner("innerType"), path);
    case "pipe":
      return leavesOf(inner("in"), path);
    case "literal":
      return (def["values"] as unknown[]).includes(UNKNOWN) ? [] : [{ path, isText: false }];
    case "string":
      return [{ path, isText: true }];
    case "enum":
    case "boolean":
    case "number":
      return [{ path, isText: false }];
    default:
      throw new Error(`${path.join(".")}: teach this test the schema type ${def.type}.`);
  }
}

const covers = (place: string, { path }: Leaf) =>
  place.split(".").every((name, at) => name === "*" || path[at] === name) &&
  place.split(".").length <= path.length;

const classes = Object.keys(SCHEMAS) as ResourceClass[];

/** The place of a leaf: the longest that covers it. */
function placeOf(type: ResourceClass, leaf: Leaf): string | undefined {
  return Object.keys(PLACES[type])
    .filter((place) => covers(place, leaf))
    .sort((one, other) => other.split(".").length - one.split(".").length)[0];
}

describe.each(classes)("Every argument of %s", (type) => {
  const leaves = leavesOf(SCHEMAS[type]);
  const texts = leaves.filter(({ isText }) => isText);

  it("has a place in the list of values, and the list has no other", () => {
    expect(
      leaves.filter((leaf) => placeOf(type, leaf) === undefined).map(({ path }) => path.join(".")),
    ).toEqual([]);
    const computed = type === "CustomerCredentialsSet" ? ["valueFacts"] : [];
    const idle = Object.keys(PLACES[type]).filter((place) => !leaves.some((leaf) => covers(place, leaf)));
    expect(idle).toEqual(computed);
  });

  it("that takes any text is no mere decision", () => {
    const decisions = texts.filter((leaf) => PLACES[type][placeOf(type, leaf) ?? ""] === "decision");
    expect(decisions.map(({ path }) => path.join("."))).toEqual([]);
  });

  // A place in the list, read back: the policies see what is put there, in a list or a map as well.
  it.each(texts.map((leaf) => [leaf.path.join("."), leaf] as const))("is judged: %s", (_, leaf) => {
    const place = placeOf(type, leaf) ?? "";
    const meaning = PLACES[type][place];
    const text = meaning === "definition" ? "name: xoxb-123456789012-canary" : "xoxb-123456789012-canary";
    const secrets = judgeOne(noPlainSecrets, resource(type, nested(leaf.path, text)));
    expect(secrets.filter((message) => message.includes("holds what looks like a Slack token"))).toHaveLength(
      meaning === "secrets" ? 0 : 1,
    );
    expect(secrets.join()).not.toContain("canary");
    const addressed =
      meaning === "definition"
        ? "steps:\n  - name: a\n    inputs: { url: { type: value, value: http://x.example } }"
        : "http://x.example";
    const [message, ...more] = judgeOne(httpsUrls, resource(type, nested(leaf.path, addressed)));
    expect(message).toContain(meaning === "secrets" ? "begins with http://" : "is http://x.example");
    expect(more).toEqual([]);
  });
});

/** Arguments with a text at a path. */
function nested(path: readonly string[], text: string): Record<string, unknown> {
  const [first = "", ...rest] = path;
  return { [first === "*" ? "some" : first]: rest.length === 0 ? text : nested(rest, text) };
}

describe("Classes and arguments that this version does not know", () => {
  it.each([
    ["PartnerConnection", { partnerValues: { note: "xoxb-123456789012-canary" } }, "partnerValues.note"],
    ["CustomerConnection", { newArgument: ["xoxb-123456789012-canary"] }, "newArgument"],
    ["Component", { attributes: { "xoxb-123456789012-canary": "x" } }, "a name in attributes"],
  ])("are judged as well: %s", (type, properties, place) => {
    expect(judgeOne(noPlainSecrets, resource(type, properties))).toEqual([
      `${type} "it": ${place} holds what looks like a Slack token. Take it out, and replace it.`,
    ]);
  });
});
