import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { meantStack, stacksIn } from "./projectValues.ts";

it("A stack that Pulumi does not know is compared with those whose settings the folder has", () => {
  const folder = mkdtempSync(join(tmpdir(), "stacks-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of ["Pulumi.yaml", "Pulumi.us-east.yaml", "Pulumi.eu.yml", "notes.yaml"])
    writeFileSync(join(folder, name), "");
  expect(stacksIn(folder).sort()).toEqual(["eu", "us-east"]);
  const said = "error: no stack named 'us-eats' found";
  expect(meantStack(said, "us-eats", folder)).toBe(' Did you mean "us-east"?');
  expect(meantStack("error: wrong passphrase", "us-eats", folder)).toBe("");
  expect(meantStack(said, "us-eats", join(folder, "gone"))).toBe("");
});
