import { describe, expect, it } from "vitest";
import { checkedAnswers, classFor } from "./answers.ts";
import { exportCommand } from "./exportCommand.ts";
import { mergedIgnores, mergedManifest } from "./merged.ts";
import { configKeys, initialProgram, initialRegistry } from "./program.ts";
import { initialFiles, nextCommands } from "./projectFiles.ts";

const slack = { component: "slack", whose: "customer", stableKey: "slack-oauth", name: "Slack" } as const;
const answersOf = (...connections: object[]) => checkedAnswers({ project: "acme", connections });

describe("Answers", () => {
  it.each([
    [{ whose: "customer" }, "CustomerConnection"],
    [{ whose: "customer", suppliedBy: "customer" }, "CustomerConnection"],
    [{ whose: "customer", suppliedBy: "organization" }, "OrganizationCustomerConnection"],
    [{ whose: "organization" }, "OrganizationGlobalConnection"],
    [{ whose: "user" }, "UserConnection"],
  ] as const)("of the wizard's questions choose a class: %j is a %s", (given, expected) => {
    expect(classFor(given)).toBe(expected);
  });

  it.each([
    [
      { connections: [{ ...slack, stableKey: "Slack OAuth" }] },
      "connections.0.stableKey: must be lower-case letters",
    ],
    [
      { connections: [{ ...slack, whose: "user", suppliedBy: "customer" }] },
      "leave it out where they are the user's",
    ],
    [{ connections: [{ ...slack, whos: "user" }] }, 'there is no answer whos. Did you mean "whose"?'],
    [{ connections: [slack, slack] }, "two connections have the stable key slack-oauth"],
    [{ connections: [{ ...slack, globalValues: { key: "1" }, globalSecrets: ["key"] }] }, "take one out"],
    [{ connections: [{ component: "slack" }] }, "connections.0.name: is missing"],
    [{ connections: [slack], url: "http://prismatic.example" }, "url: must be an address such as https://"],
    [{ connections: [slack], tenantId: "mine" }, "tenantId: must be the id of a tenant"],
    [{ connections: [slack], tenant: "x" }, "there is no answer tenant"],
    ["text", "Invalid input"],
  ])("that make no project are refused, each with what is expected: %j", (given, problem) => {
    const all = typeof given === "string" ? given : { project: "acme", ...given };
    expect(() => checkedAnswers(all)).toThrow(problem);
  });
});

describe("The program", () => {
  it("takes values and secrets from the stack's configuration, by keys that no two inputs share", () => {
    const answers = answersOf(
      {
        ...slack,
        globalValues: { clientId: "1" },
        globalSecrets: ["clientSecret"],
        redeployInstances: "onChange",
      },
      { ...slack, stableKey: "slack", globalValues: { oauthClientId: "" } },
    );
    const keys = configKeys(answers).map(({ key }) => key.toLowerCase());
    expect(new Set(keys).size).toBe(3);
    const program = initialProgram(answers);
    expect(program).toContain('clientSecret: config.requireSecret("slackOauthClientSecret")');
    expect(program).toContain('redeployInstances: "onChange"');
    expect(nextCommands(answers).join("\n")).toMatch(/pulumi config set slackOauthClientId-\w+ <value>/);
  });

  it("needs no configuration where there is none, and quotes what people wrote", () => {
    const program = initialProgram(answersOf({ ...slack, name: 'A "quoted"\n`${name}`' }));
    expect(program).not.toContain("Config");
    expect(program).toContain(String.raw`name: "A \"quoted\"\n${"`${name}`"}"`);
  });

  it("comes with a registry in which the organization's own credentials wait for an approval", () => {
    const { stableKeys } = initialRegistry(answersOf({ ...slack, whose: "organization" })) as {
      stableKeys: Record<string, object>;
    };
    expect(stableKeys["slack-oauth"]).toMatchObject({
      kind: "OrganizationGlobalConnection",
      globalCredentials: "pending",
    });
  });

  it("comes with the settings of its stack, without a secret", () => {
    const answers = answersOf({
      ...slack,
      globalValues: { clientId: "0815" },
      globalSecrets: ["clientSecret"],
    });
    expect(initialFiles(answers).get("Pulumi.dev.yaml")).toBe(
      'config:\n  prismatic:url: https://app.prismatic.io\n  acme:slackOauthClientId: "0815"\n',
    );
  });
});

describe("Files that are there already", () => {
  const wanted = initialFiles(answersOf(slack)).get("package.json") ?? "";

  it("keep what they say: package.json gets only what it lacks", () => {
    const theirs = { name: "mine", scripts: { up: "echo" }, dependencies: { typescript: "5.9.0" } };
    const { text, keeps } = mergedManifest(JSON.stringify(theirs, null, 4), wanted);
    expect(JSON.parse(text)).toMatchObject({
      name: "mine",
      type: "module",
      scripts: { up: "echo", typecheck: "tsc --noEmit" },
      dependencies: { typescript: "5.9.0", "pulumi-prismatic": expect.any(String) as unknown },
    });
    expect(text).toMatch(/^ {4}"name"/m);
    expect(JSON.parse(text)).not.toHaveProperty("devDependencies.typescript");
    expect(keeps).toBe(true);
    expect(mergedManifest(text, wanted)).toEqual({ text, keeps: true });
  });

  it("are replaced only where that is allowed: npm's own type commonjs", () => {
    expect(mergedManifest('{"type":"commonjs"}', wanted).keeps).toBe(false);
    expect(() => mergedManifest("[]", wanted)).toThrow("no JSON object. Nothing was written.");
  });

  it("get their missing lines of .gitignore once", () => {
    expect(mergedIgnores("dist", "node_modules/\n")).toBe("dist\nnode_modules/\n");
    expect(mergedIgnores("/node_modules\n", "node_modules/\n")).toBe("/node_modules\n");
  });
});

it("A tenant that exists is handed over to the export, with the words quoted for a shell", () => {
  expect(exportCommand("my folder", { stack: "us", tenantId: "1", url: undefined })).toBe(
    "npx prismatic-rollout export 'my folder' --name us --tenant-id 1",
  );
});
