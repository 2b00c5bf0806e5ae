import { Command } from "commander";

const command = new Command("prismatic-rollout").description(
  "Rolls a Pulumi project out to many Prismatic tenants, one stack each",
);

await command.parseAsync();
