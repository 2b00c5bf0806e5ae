// Pulumi's SDK loads TypeScript and npm's dependency tree at its start, 600 files, and uses them only to serialise
// closures, which our constant loaders make needless. With `node --import` of this, they load when they are used.
import Module from "node:module";

const lazy = new Set(["typescript", "@npmcli/arborist"]);

/** @typedef {(request: string, parent: unknown, isMain: boolean) => object} Load */
const internals = /** @type {{ _load: Load }} */ (/** @type {unknown} */ (Module));
const load = internals._load;

/** @type {Load} */
internals._load = function (request, parent, isMain) {
  const loadNow = () => load(request, parent, isMain);
  // Without a parent it is an `import`, which asks for all exports at once.
  return parent && lazy.has(request) ? onceUsed(loadNow) : loadNow();
};

function onceUsed(/** @type {() => object} */ loadNow) {
  /** @type {object | undefined} */
  let module;
  return new Proxy(
    {},
    {
      get(_, name) {
        // The mark of a module that TypeScript compiled, whose members are asked for one by one.
        if (name === "__esModule") return true;
        /** @type {unknown} */
        const value = Reflect.get((module ??= loadNow()), name);
        return value;
      },
      has: (_, name) => name in (module ??= loadNow()),
    },
  );
}
