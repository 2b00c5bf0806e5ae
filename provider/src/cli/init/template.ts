import { stringify } from "yaml";
import { json, projectBasics, REGISTRY_FILE } from "../projectBasics.ts";
import { configKeys, initialProgram, initialRegistry } from "./program.ts";
import { projectReadme } from "./projectFiles.ts";
import type { Answers } from "./answers.ts";

/** Stands for the project's name and its description; `pulumi new` puts the answers there, in every file. */
const PROJECT = "${PROJECT}";
const DESCRIPTION = "${DESCRIPTION}";

const connections: Answers["connections"] = [
  {
    component: "slack",
    connectionType: "oauth2",
    whose: "customer",
    suppliedBy: "customer",
    stableKey: "slack-oauth",
    name: "Slack",
    description: "Posts to the customer's workspace",
    globalValues: { clientId: "" },
    globalSecrets: ["clientSecret"],
    redeployInstances: "never",
  },
];

/**
 * Files of the template for `pulumi new`, by path: the project that `init` writes, with one connection to begin with. A test
 * keeps templates/prismatic-typescript the same.
 */
export function templateFiles(): Map<string, string> {
  const basics = projectBasics({ project: PROJECT, description: DESCRIPTION });
  const template = {
    description: "A TypeScript program that keeps the connections of Prismatic tenants",
    displayName: "Prismatic TypeScript",
    important: true,
    config: templateConfig(),
    quickstart: "npm run preview, and README.md",
  };
  return new Map([
    ...basics,
    ["Pulumi.yaml", `${basics.get("Pulumi.yaml")}${stringify({ template })}`],
    // npm takes no name with capital letters, and `pulumi new` does.
    ["package.json", (basics.get("package.json") ?? "").replace(/^ {2}"name": .*\n/m, "")],
    ["index.ts", initialProgram({ connections })],
    [REGISTRY_FILE, json(initialRegistry({ connections }))],
    [".gitignore", "node_modules/\n"],
    ["README.md", projectReadme(PROJECT, [...LEFT, ...AFTERWARDS])],
  ]);
}

const LEFT = [
  "npm install                                          # unless pulumi new has done it",
  "pulumi config                                        # shows what is set already",
  "pulumi config set prismatic:tenantId <id>",
  "pulumi config set --secret prismatic:refreshToken",
  ...configKeys({ connections }).map(({ key, isSecret }) =>
    isSecret ? `pulumi config set --secret ${key}` : `pulumi config set ${key} <value>`,
  ),
];

const AFTERWARDS = ["npm run preview", "npm run up"];

function templateConfig(): object {
  const ours = configKeys({ connections }).map(({ key, input, isSecret }): [string, object] => [
    key,
    { description: `${input} of the OAuth 2.0 client at Slack`, ...(isSecret ? { secret: true } : {}) },
  ]);
  return {
    "prismatic:url": {
      description: "Address of the tenant's stack",
      default: "https://app.prismatic.io",
    },
    "prismatic:tenantId": { description: "Id of the tenant, as `prism me` prints it" },
    "prismatic:refreshToken": {
      description:
        "Refresh token, as `prism me:token --type refresh` prints it (leave it empty to set it later)",
      secret: true,
    },
    ...Object.fromEntries(ours),
  };
}
