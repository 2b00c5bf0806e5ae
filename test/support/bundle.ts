import { build } from "rolldown";
import config from "../../provider/rolldown.config.ts";

/** Bundles what was compiled last for Pulumi's process, also where vitest is started without the other steps. */
export async function setup(): Promise<void> {
  await build(config);
}
