import { readdir, readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { templateFiles } from "./template.ts";

const folder = new URL("../../../../templates/prismatic-typescript/", import.meta.url);

it("The template for `pulumi new` is the project that init writes (-u writes it anew)", async () => {
  const files = templateFiles();
  for (const [path, text] of files) await expect(text).toMatchFileSnapshot(new URL(path, folder).pathname);
  expect((await readdir(folder)).sort()).toEqual([...files.keys()].sort());
  const project = parse(await readFile(new URL("Pulumi.yaml", folder), "utf8")) as {
    name: string;
    template: { config: Record<string, { description: string; secret?: boolean }> };
  };
  expect(project.name).toBe("${PROJECT}");
  const secrets = Object.entries(project.template.config).filter(([, { secret }]) => secret === true);
  expect(secrets.map(([key]) => key)).toEqual(["prismatic:refreshToken", "slackOauthClientSecret"]);
  expect(Object.values(project.template.config).every(({ description }) => description.length > 10)).toBe(
    true,
  );
});
