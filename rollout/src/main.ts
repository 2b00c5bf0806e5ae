import { commands, explain } from "./commands.ts";

// Whoever reads the output may stop, as `head` does: that is no failure of the command.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

try {
  await commands().parseAsync();
} catch (error) {
  process.stderr.write(explain(error));
  process.exitCode = 1;
}
