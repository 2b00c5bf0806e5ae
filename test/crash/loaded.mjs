// Leaves a mark for each process that has loaded the provider: Pulumi's own process, killed before that, cannot end by us.
import { writeFileSync } from "node:fs";
import { registerHooks } from "node:module";

registerHooks({
  load(url, context, next) {
    if (url.endsWith("/provider/dist/process/dynamic.js")) writeFileSync(`.loaded-${process.pid}`, "");
    return next(url, context);
  },
});
