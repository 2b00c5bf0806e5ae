import { stringify } from "yaml";
import { json, projectBasics, REGISTRY_FILE } from "../projectBasics.ts";
import type { Answers } from "./answers.ts";
import { configKeys, initialProgram, initialRegistry } from "./program.ts";

/** Commands that are left to do once the files are there, in their order. */
export function nextCommands(answers: Pick<Answers, "stack" | "tenantId" | "connections">): string[] {
  const { stack, tenantId } = answers;
  const keys = configKeys(answers);
  return [
    "npm install",
    `pulumi stack init ${stack}`,
    ...(tenantId === undefined ? ["pulumi config set prismatic:tenantId <id, as prism me prints it>"] : []),
    "pulumi config set --secret prismatic:refreshToken",
    ...keys
      .filter(({ isSecret, value }) => !isSecret && value === "")
      .map(({ key }) => `pulumi config set ${key} <value>`),
    ...keys.filter(({ isSecret }) => isSecret).map(({ key }) => `pulumi config set --secret ${key}`),
    "npm run preview",
    "npm run up",
  ];
}

/** All files of a new project, by path. */
export function initialFiles(answers: Answers): Map<string, string> {
  const { project, stack } = answers;
  return new Map([
    ...projectBasics({ project, description: "Connections of Prismatic tenants, as code" }),
    [`Pulumi.${stack}.yaml`, stackFile(answers)],
    ["index.ts", initialProgram(answers)],
    [REGISTRY_FILE, json(initialRegistry(answers))],
    [".gitignore", "node_modules/\n"],
    ["README.md", projectReadme(project, nextCommands(answers))],
  ]);
}

function stackFile({ project, url, tenantId, ...rest }: Answers): string {
  const values = configKeys(rest).filter(({ isSecret, value }) => !isSecret && value !== "");
  return stringify({
    config: {
      "prismatic:url": url,
      ...(tenantId === undefined ? {} : { "prismatic:tenantId": tenantId }),
      ...Object.fromEntries(values.map(({ key, value }) => [`${project}:${key}`, value])),
    },
  });
}

/** The page of a new project. */
export function projectReadme(title: string, commands: readonly string[]): string {
  return `# ${title}

Connections of Prismatic tenants, kept by [Pulumi](https://www.pulumi.com) with \`pulumi-prismatic\`.

## The first time

\`\`\`sh
${commands.join("\n")}
\`\`\`

\`pulumi config set --secret\` asks for the value and encrypts it. \`prism me\` prints the tenant's id, and
\`prism me:token --type refresh\` the token.

## Where things are

| file                  | what is in it                                                                              |
| --------------------- | ------------------------------------------------------------------------------------------ |
| \`index.ts\`            | the program, the same for every tenant                                                     |
| \`Pulumi.<stack>.yaml\` | address, tenant and values of one tenant, its secrets encrypted                            |
| \`stable-keys.json\`    | what each stable key stands for; the policy pack compares every preview with it            |
| \`package.json\`        | \`npm run preview\` and \`npm run up\` run Pulumi with the policy pack from \`node_modules\` |

Another tenant is another stack: \`pulumi stack init eu\`, its own \`prismatic:url\`, \`prismatic:tenantId\`, values and secrets,
and the same program. A new connection joins \`index.ts\` and \`stable-keys.json\` in one commit. One with the organization's own
credentials for all customers has \`"globalCredentials": "pending"\` there until somebody approves it by \`"approved"\`.
`;
}
