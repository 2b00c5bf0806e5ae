import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  aliasesPerRequestQuestion,
  changedSwitches,
  publicationDelayQuestion,
  switchChoices,
} from "./switches.ts";

test("every switch starts with its first value", () => {
  const switches = changedSwitches({}, {});
  for (const [name, { values }] of Object.entries(switchChoices))
    expect(switches).toHaveProperty(name, values[0]);
  expect(switches["aliases-per-request"]).toBe("any");
  expect(switches["publication-delay"]).toBe(3000);
});

test("a change keeps the other settings, and numbers may come as text", () => {
  const first = changedSwitches({}, { "retry-after": "omitted" });
  const second = changedSwitches(first, { "aliases-per-request": "5" });
  expect(second).toMatchObject({ "retry-after": "omitted", "aliases-per-request": 5 });
});

test("unknown switches and values are refused by name", () => {
  expect(() => changedSwitches({}, { "retry-later": "sent" })).toThrow("retry-later");
  expect(() => changedSwitches({}, { "retry-after": "maybe" })).toThrow("retry-after");
  expect(() => changedSwitches({}, { "aliases-per-request": 0 })).toThrow("aliases-per-request");
  expect(() => changedSwitches({}, { "publication-delay": -1 })).toThrow("publication-delay");
});

test("the README names every switch with all its values", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8").replaceAll(/ +/g, " ");
  for (const [name, { values, question }] of Object.entries(switchChoices)) {
    expect(readme).toContain(
      `| \`${name}\` | ${question} | ${values.map((value) => `\`${value}\``).join(", ")} |`,
    );
  }
  expect(readme).toContain(`| \`aliases-per-request\` | ${aliasesPerRequestQuestion} |`);
  expect(readme).toContain(`| \`publication-delay\` | ${publicationDelayQuestion} |`);
});
