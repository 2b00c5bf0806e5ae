import { Argument, Command, Option } from "commander";
import { describe, expect, it } from "vitest";
import { candidates } from "./completion.ts";
import { completionScript, SHELLS } from "./completionScripts.ts";

const program = new Command("tool").option("--verbose", "says more");
program
  .command("preview")
  .description("Shows what would change")
  .argument("[what...]")
  .option("-s, --stack <name>", "a stack")
  .addOption(new Option("--form <form>").choices(["table", "json"]))
  .option("--names <names...>", "several");
program
  .command("emit")
  .command("github")
  .addArgument(new Argument("<where>").choices(["here", "there"]));
program.command("secret", { hidden: true });

const values = { stack: () => ["us", "eu"], what: () => ["slack-oauth"] };
const found = (...words: string[]) => candidates(program, words, values).map(({ value }) => value);

describe("What may stand next", () => {
  it.each([
    [[""], ["preview", "emit", "help"]],
    [["pre"], ["preview"]],
    [["--v"], ["--verbose"]],
    [
      ["preview", "--"],
      ["--stack", "--form", "--names", "--help", "--verbose"],
    ],
    [
      ["preview", "--stack", ""],
      ["us", "eu"],
    ],
    [["preview", "-s", "e"], ["eu"]],
    [
      ["preview", "--form", ""],
      ["table", "json"],
    ],
    [["preview", "--form=j"], ["--form=json"]],
    // bash makes three words of it.
    [["preview", "--form", "=", "j"], ["--form=json"]],
    [["preview", "--stack", "us", ""], ["slack-oauth"]],
    [["preview", "slack-oauth", ""], ["slack-oauth"]],
    [["preview", "--names", "a", ""], []],
    [
      ["--verbose", "emit", ""],
      ["github", "help"],
    ],
    [["emit", "github", "t"], ["there"]],
    [["emit", "github", "there", ""], []],
    [["nothing", "of", "this", "--x"], []],
  ])("after %j is %j", (words, expected) => {
    expect(found(...words)).toEqual(expected);
  });

  it("comes with its meaning", () => {
    expect(candidates(program, ["prev"], values)).toEqual([
      { value: "preview", description: "Shows what would change" },
    ]);
  });
});

it.each(SHELLS)("The script for %s asks the command itself, as it was typed", (shell) => {
  const script = completionScript(shell, "prismatic-rollout");
  expect(script).toContain("complete -- ");
  expect(script).toContain("_prismatic_rollout");
});
