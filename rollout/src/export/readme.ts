import type { TenantObject } from "pulumi-prismatic/takeover";
import { visible } from "pulumi-prismatic/vocabulary";
import { IMPORT_FILE, POLICY_FILE } from "./projectFiles.ts";
import { leftOutLines, sums } from "./summary.ts";

/** Facts that the page of an export tells. */
export interface Readme {
  tenant: { url: string; id: string };
  stack: string;
  objects: readonly TenantObject[];
  notes: readonly string[];
  /** Keys of the secrets that are still to be set. */
  missing: readonly string[];
  /** True where the export has made the stack, to put secrets into its configuration. */
  hasStack: boolean;
}

/** The page of a new project: the steps to an empty preview, and what is in it. */
export function newProjectReadme(readme: Readme): string {
  const { stack, missing, hasStack } = readme;
  const start = hasStack ? `pulumi stack select ${stack}` : `pulumi stack init ${stack}`;
  return page(
    readme,
    [
      block("Install the packages and begin the stack.", ["npm install", start]),
      block(
        "Hand over the secrets. Each command asks for one, and Pulumi encrypts it. `prism me:token --type refresh` prints " +
          "the refresh token.",
        ["prismatic:refreshToken", ...missing].map((key) => `pulumi config set --secret ${key}`),
      ),
      ...importSteps(IMPORT_FILE),
    ],
    [
      `\`index.ts\` imports one file for each kind of resource. \`stable-keys.json\` is the registry of the stable keys for the ` +
        `policy pack, and \`${POLICY_FILE}\` its settings. At first the pack asks for approvals, which people give in the registry: ` +
        "for each connection that lends our own credentials to all customers, and for each that embedded workflows use.",
      fenced("sh", [
        `pulumi preview --policy-pack node_modules/pulumi-prismatic-policies --policy-pack-config ${POLICY_FILE}`,
      ]),
      "Another tenant is another stack of this project: its own `prismatic:url`, `prismatic:tenantId` and secrets, and the same " +
        "program.",
    ],
  );
}

/** The page of an export into a project that is there. */
export function existingProjectReadme(readme: Readme & { folder: string; importPath: string }): string {
  const { stack, missing, folder, importPath } = readme;
  const secrets = missing.map((key) => `pulumi config set --secret ${key} --stack ${stack}`);
  return page(
    readme,
    [
      ...(secrets.length === 0
        ? []
        : [
            block(
              "In the folder of the project, hand over the secrets. Each command asks for one, and Pulumi encrypts it.",
              secrets,
            ),
          ]),
      ...importSteps(`${folder}/${IMPORT_FILE}`, ` --stack ${stack}`, importPath),
    ],
    ["Where your project compiles or bundles its program, write the import as its other files do."],
  );
}

/** The steps from the import to an empty preview. */
function importSteps(file: string, ofStack = "", importPath?: string): string[] {
  return [
    block("Take everything over into the state. This changes nothing in the tenant.", [
      `pulumi import --file ${file} --protect=false --generate-code=false --yes${ofStack}`,
    ]),
    ...(importPath === undefined
      ? []
      : [`Add this line to the program: \`import ${JSON.stringify(importPath)};\``]),
    block(
      "Update once: this puts the secrets, which no import file holds, into the state, and into the tenant as they are there.",
      [`pulumi up${ofStack}`],
    ),
    block("See that nothing is left to do, and delete the import file.", [
      `pulumi preview --refresh --expect-no-changes${ofStack}`,
      `rm ${file}`,
    ]),
  ];
}

function page({ tenant, objects, notes }: Readme, steps: readonly string[], more: readonly string[]): string {
  const out = [...leftOutLines(objects), ...notes.map(visible)];
  const sections = [
    "# Exported from Prismatic",
    `Everything that a program can declare of tenant ${tenant.id} at ${tenant.url}, written by \`prismatic-rollout export\`.`,
    "## From here to an empty preview",
    ...steps.map((step, index) => `${index + 1}. ${step.replaceAll("\n", "\n   ").replaceAll(/ +$/gm, "")}`),
    "## What is here",
    ...more,
    fenced("text", sums(objects).trimEnd().split("\n")),
    "Customers, instances, users and connections of single integrations are not managed by `pulumi-prismatic`, and not counted.",
    ...(out.length === 0 ? [] : ["## What to know", fenced("text", out)]),
  ];
  return `${sections.join("\n\n")}\n`;
}

const block = (text: string, commands: readonly string[]): string => `${text}\n\n${fenced("sh", commands)}`;

/** A fenced block, whose lines cannot end it. */
function fenced(language: string, lines: readonly string[]): string {
  return `\`\`\`${language}\n${lines.join("\n").replaceAll("```", "'''")}\n\`\`\``;
}
