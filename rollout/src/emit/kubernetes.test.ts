import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { root } from "../../../tools/setup/paths.mjs";
import { operatorFiles, type OperatorSettings, type OperatorStack } from "./kubernetes.ts";
import { operatorNames } from "./operatorNames.ts";

/** The schema of the operator's CRD (version 2, `pulumi.com/v1`), without its descriptions. */
const schema = JSON.parse(readFileSync(join(root, "test/fixtures/operator/stack.v1.json"), "utf8")) as object;

const ajv = new Ajv({ strict: false, validateFormats: false });
const validate = ajv.compile(withoutOthers(schema) as object);

/** The schema with members that it does not know refused: a cluster drops them without a word. */
function withoutOthers(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withoutOthers);
  if (typeof part !== "object" || part === null) return part;
  const all = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, withoutOthers(value)]));
  const isOpen = "additionalProperties" in all || "x-kubernetes-preserve-unknown-fields" in all;
  return all["type"] === "object" && "properties" in all && !isOpen
    ? { ...all, additionalProperties: false }
    : all;
}

const settings: OperatorSettings = {
  repository: "https://git.example/acme/connections.git",
  directory: "infrastructure/connections",
  commit: "0123456789abcdef0123456789abcdef01234567",
  image: `registry.example/acme@sha256:${"a".repeat(64)}`,
  namespace: "prismatic",
  serviceAccount: "pulumi",
  storage: "1Gi",
};

const stack = (name: string, given: Partial<OperatorStack> = {}): OperatorStack => ({
  name,
  variables: new Map(),
  esc: [],
  ...given,
});

interface Resource {
  metadata: { name: string; annotations: Record<string, string> };
  spec: Record<string, unknown> & { prerequisites?: { name: string }[] };
}

const resourcesIn = (text: string | undefined) =>
  parseAllDocuments(text ?? "").map((document) => document.toJS() as Resource);

describe("Stacks for the operator", () => {
  const waves = [
    { name: "canary", stacks: [stack("us-dev"), stack("eu-dev")] },
    { name: "nobody", stacks: [] },
    {
      name: "All Others",
      stacks: [
        stack("us", {
          esc: ["acme/us"],
          variables: new Map([
            ["PRISMATIC_URL", { value: "https://app.example" }],
            ["PRISM_REFRESH_TOKEN", { variable: "US_TOKEN" }],
            ["AWS_SESSION_TOKEN", { command: ["vault", "read"] }],
          ] as const),
        }),
      ],
    },
  ];
  const { files, secrets } = operatorFiles(waves, settings);

  it("are a file for each wave that has stacks, in the order in which kubectl takes them", () => {
    expect([...files.keys()]).toEqual(["01-canary.yaml", "02-all-others.yaml"]);
    expect([...files.keys()].toSorted()).toEqual([...files.keys()]);
  });

  it("are what the CRD knows, and pin the commit and the image", () => {
    const all = [...files.values()].flatMap(resourcesIn);
    expect(all.map(({ metadata }) => metadata.name)).toEqual(["us-dev", "eu-dev", "us"]);
    for (const resource of all) {
      expect(validate(resource), JSON.stringify(validate.errors)).toBe(true);
      expect(resource.spec).toMatchObject({
        commit: settings.commit,
        repoDir: settings.directory,
        useLocalStackOnly: true,
        destroyOnFinalize: false,
        workspaceTemplate: {
          spec: { image: settings.image, resources: { requests: { "ephemeral-storage": "1Gi" } } },
        },
      });
      expect(resource.spec).not.toHaveProperty("branch");
      expect(resource.spec).not.toHaveProperty("workspaceTemplate.spec.pulumiLogLevel");
    }
  });

  it("wait for all stacks of the wave before", () => {
    const [first, second] = [...files.values()].map(resourcesIn);
    expect(first?.map(({ spec }) => spec.prerequisites)).toEqual([undefined, undefined]);
    expect(second?.map(({ spec }) => spec.prerequisites)).toEqual([[{ name: "us-dev" }, { name: "eu-dev" }]]);
  });

  it("take from Secrets whatever rollout.yaml does not say itself", () => {
    const [us] = resourcesIn(files.get("02-all-others.yaml"));
    const ofSecret = (key: string) => ({ type: "Secret", secret: { name: "us", key } });
    expect(us?.spec["envRefs"]).toEqual({
      AWS_SESSION_TOKEN: ofSecret("AWS_SESSION_TOKEN"),
      PRISMATIC_URL: { type: "Literal", literal: { value: "https://app.example" } },
      PRISM_REFRESH_TOKEN: ofSecret("PRISM_REFRESH_TOKEN"),
      PULUMI_BACKEND_URL: ofSecret("PULUMI_BACKEND_URL"),
      PULUMI_CONFIG_PASSPHRASE: ofSecret("PULUMI_CONFIG_PASSPHRASE"),
    });
    expect(us?.spec["environment"]).toEqual(["acme/us"]);
    expect(secrets.find(({ name }) => name === "us")?.keys).toEqual([
      "AWS_SESSION_TOKEN",
      "PRISM_REFRESH_TOKEN",
      "PULUMI_BACKEND_URL",
      "PULUMI_CONFIG_PASSPHRASE",
    ]);
  });

  it("name the backend themselves where it is given", () => {
    const backend = "s3://acme-state";
    const [file] = operatorFiles([{ name: "all", stacks: [stack("us")] }], {
      ...settings,
      backend,
    }).files.values();
    const [us] = resourcesIn(file);
    expect(us?.spec["backend"]).toBe(backend);
    expect(Object.keys(us?.spec["envRefs"] ?? {})).toEqual(["PULUMI_CONFIG_PASSPHRASE"]);
  });
});

describe("A resource's name", () => {
  it("is the stack's where Kubernetes takes that", () => {
    expect(operatorNames(["us-dev", "a".repeat(42)])).toEqual(
      new Map([
        ["us-dev", "us-dev"],
        ["a".repeat(42), "a".repeat(42)],
      ]),
    );
  });

  it("is one that Kubernetes takes, of at most 42 characters, and another one for each stack", () => {
    const name = fc.string({ unit: fc.constantFrom(..."abAB01-_./ é"), minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 20 }), (stacks) => {
        const names = [...operatorNames(stacks).values()];
        expect(new Set(names).size).toBe(stacks.length);
        for (const each of names) expect(each).toMatch(/^(?=.{1,42}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
      }),
    );
    // A stack that is named as another one's made name gets a name of its own.
    const made = operatorNames(["US"]).get("US") ?? "";
    expect(operatorNames(["US", made]).get(made)).not.toBe(made);
  });
});
