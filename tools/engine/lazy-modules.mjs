// With `node --import` of this, Pulumi's SDK loads what hardly any program uses only when it is used, as in the processes
// that the rollout starts. Programs of tests serialise no closures either, so they do without the hooks for these.
import Module from "node:module";
import "../../rollout/dist/pulumi/lazyModules.js";

/** Opens an inspector session when it is loaded, which follows each script. */
const CLOSURE_HOOKS = "../../runtime/closure/v8Hooks";

/** @typedef {(request: string, parent: { filename?: string } | undefined, isMain: boolean) => object} Load */
const internals = /** @type {{ _load: Load }} */ (/** @type {unknown} */ (Module));
const load = internals._load;

/** @type {Load} */
internals._load = function (request, parent, isMain) {
  const isClosureHooks = request === CLOSURE_HOOKS && parent?.filename?.includes("/@pulumi/") === true;
  return isClosureHooks ? { isInitializedAsync: () => Promise.resolve() } : load(request, parent, isMain);
};
