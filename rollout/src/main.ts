import { commands, explain } from "./commands.ts";

try {
  await commands().parseAsync();
} catch (error) {
  process.stderr.write(explain(error));
  process.exitCode = 1;
}
