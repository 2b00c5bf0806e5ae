import { runProgram, stacksHere } from "pulumi-prismatic/commandLine";
import { commands, explain } from "./commands.ts";

await runProgram(commands(), { explain, values: { stack: stacksHere, stacks: stacksHere } });
