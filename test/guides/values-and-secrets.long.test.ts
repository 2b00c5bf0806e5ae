import { expect, it } from "vitest";
import { parse } from "yaml";
import { useGuide } from "../support/guide.ts";
import { useGuideWorld, type GuideWorld } from "../support/guideWorld.ts";

const guide = useGuide("docs/guides/values-and-secrets.md");
let world: GuideWorld;
/** The values of an environment of ESC. */
let environment: Evaluated;

useGuideWorld((begun) => (world = begun), {
  holds: {
    connections: [
      {
        ...{ stableKey: "stripe-billing", name: "Stripe", component: "stripe" },
        ...{ variableScope: "org", managedBy: "org" },
      },
    ],
  },
  program: "",
  reader: {
    answers: { openaiApiKey: "canary-typed", stripeApiKey: "canary-stripe" },
    env: { OPENAI_API_KEY: "canary-piped" },
  },
});

interface Evaluated {
  pulumiConfig: Record<string, string>;
  environmentVariables: Record<string, string>;
}

/** Evaluates the parts of an environment that the guide uses: `fn::secret`, and references such as `${one["two"]}`. */
function evaluated(text: string): Evaluated {
  const { values } = parse(text) as { values: Record<string, unknown> };
  const at = (path: string): unknown => {
    const names = [...path.matchAll(/\["([^"]+)"\]|([^.[\]]+)/g)].map(
      ([, quoted, plain]) => quoted ?? plain ?? "",
    );
    return names.reduce<unknown>((node, name) => (node as Record<string, unknown>)[name], values);
  };
  const of = (value: unknown): unknown => {
    if (typeof value === "string") {
      const [, path] = /^\$\{(.*)\}$/.exec(value) ?? [];
      return path === undefined ? value : of(at(path));
    }
    const object = value as Record<string, unknown>;
    if ("fn::secret" in object) return object["fn::secret"];
    return Object.fromEntries(Object.entries(object).map(([key, each]) => [key, of(each)]));
  };
  return of(values) as Evaluated;
}

const key = async () => (await world.tenant.values("openai"))["apiKey"];

it("takes values and secrets from the stack's configuration, typed or piped", async () => {
  const { reader } = world;
  const heading = "1. The stack's configuration";
  await reader.write("index.ts", guide.take("ts", heading));
  await reader.type(guide.take("sh", heading));
  expect(await key()).toBe("canary-typed");
  await reader.type(guide.take("sh", heading));
  await reader.type("pulumi up");
  expect(await key()).toBe("canary-piped");
  expect(await reader.read("Pulumi.us.yaml")).not.toContain("canary");
});

it("takes a secret from a variable, and stops where that is missing", async () => {
  const { reader } = world;
  const heading = "2. Environment variables";
  await reader.write("index.ts", guide.take("ts", heading));
  await reader.record("op", "echo canary-vault");
  await reader.type(guide.take("sh", heading));
  expect(await key()).toBe("canary-vault");
  const { output } = await reader.type("unset OPENAI_API_KEY && pulumi up", { exitCode: 1 });
  expect(output).toContain("The environment variable OPENAI_API_KEY is not set.");
  expect(await key()).toBe("canary-vault");
});

it("takes all of it from an environment of ESC, as variables", async () => {
  const { reader, tenant } = world;
  const heading = "3. Pulumi ESC";
  const text = guide.take("yaml", heading);
  environment = evaluated(
    text
      .replace("<the tenant's refresh token>", tenant.refreshToken)
      .replace("<the tenant's id>", tenant.id)
      .replace("https://app.prismatic.io", tenant.url),
  );
  expect(parse(guide.take("yaml", heading))).toEqual({ environment: ["connections/us"] });
  const variables = Object.entries(environment.environmentVariables);
  await reader.record(
    "esc",
    [...variables.map(([name, value]) => `export ${name}='${value}'`), 'shift 3; exec "$@"'].join("\n"),
  );
  await reader.type(guide.take("sh", heading));
  expect(await reader.calls()).toContain("esc run acme/connections/us -- pulumi up");
  expect(await key()).toBe("sk-acme-5501");

  await reader.write("rollout.yaml", guide.take("yaml", heading));
  await reader.openEnvironments({ "acme/connections/us": environment });
  await reader.type("npm install prismatic-rollout");
  const { stdout } = await reader.type(guide.take("sh", heading));
  expect(stdout).toMatch(/us +unchanged/);
});

it("takes all of it from an environment of ESC, as configuration", async () => {
  const { reader, tenant } = world;
  const text = guide.blocks.find((block) => block.language === "ts")?.text ?? "";
  await reader.write("index.ts", text);
  await reader.answer(environment.pulumiConfig);
  // Pulumi Cloud would put the environment's configuration under the stack's own.
  const lines = Object.entries(environment.pulumiConfig).map(([name, value]) =>
    /Token|Key/.test(name) ? `pulumi config set --secret ${name}` : `pulumi config set ${name} ${value}`,
  );
  await reader.type(["pulumi stack init cloud", ...lines].join("\n"));
  await reader.type("pulumi preview --stack cloud");
  expect(await tenant.stableKeys()).toEqual(["openai", "stripe-billing"]);
});

it("leaves a connection's values to another team's stack", async () => {
  const { reader, tenant } = world;
  const heading = "Values that another team owns";
  await reader.type("mkdir billing && cd billing");
  await reader.project("acme-billing", guide.take("ts", heading));
  await reader.type(`pulumi stack init billing
pulumi config set prismatic:url https://app.prismatic.io
pulumi config set prismatic:tenantId "<the tenant's id>"
pulumi config set --secret prismatic:refreshToken`);
  await reader.type(guide.take("sh", heading));
  expect(await tenant.values("stripe-billing")).toEqual({ apiKey: "canary-stripe" });
});
