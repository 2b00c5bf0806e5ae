// Pulumi's SDK loads more than a thousand files at its start that only closures, traces, the Automation API and source
// maps need, and none of these has a part in our programs. With `node --import` of this, they load when they are used.
import Module from "node:module";

/** Modules whose members are asked for when they are used. */
const lazy = new Set(["typescript", "@npmcli/arborist", "normalize-package-data", "./automation", "js-yaml"]);

/** Modules whose members, all of them functions, are asked for at once and called later. */
const lazyFunctions = new Set([
  "@opentelemetry/exporter-zipkin",
  "@opentelemetry/instrumentation",
  "@opentelemetry/instrumentation-grpc",
  "@opentelemetry/resources",
  "@opentelemetry/sdk-trace-base",
  "@opentelemetry/sdk-trace-node",
]);

/**
 * Modules that act when they are loaded: source maps, which our programs lack, are looked for at each stack that the
 * SDK takes, and an inspector session follows each script for the closures.
 * @type {Record<string, object>}
 */
const replaced = {
  "source-map-support/register": {},
  "../../runtime/closure/v8Hooks": { isInitializedAsync: () => Promise.resolve() },
};

/** @typedef {(request: string, parent: { filename?: string } | undefined, isMain: boolean) => object} Load */
const internals = /** @type {{ _load: Load }} */ (/** @type {unknown} */ (Module));
const load = internals._load;

/** @type {Load} */
internals._load = function (request, parent, isMain) {
  const loadNow = () => load(request, parent, isMain);
  // Without a parent it is an `import`, which asks for all exports at once.
  if (!parent?.filename?.includes("/@pulumi/")) return loadNow();
  if (lazy.has(request)) return onceUsed(loadNow);
  if (lazyFunctions.has(request)) return functionsOnceUsed(loadNow);
  return replaced[request] ?? loadNow();
};

function onceUsed(/** @type {() => object} */ loadNow) {
  /** @type {object | undefined} */
  let module;
  const loaded = () => (module ??= loadNow());
  return new Proxy(function () {}, {
    get(_, name) {
      // The mark of a module that TypeScript compiled, whose members are asked for one by one.
      if (name === "__esModule") return true;
      /** @type {unknown} */
      const value = Reflect.get(loaded(), name);
      return value;
    },
    has: (_, name) => name in loaded(),
    apply: (_, self, args) => call(callable(loaded()), self, args),
    construct: (_, args) => construct(callable(loaded()), args),
  });
}

/** @type {(target: Function, self: unknown, args: unknown[]) => unknown} */
const call = Reflect.apply;
/** @type {(target: Function, args: unknown[]) => object} */
const construct = Reflect.construct;
/** @returns {Function} */
const callable = (/** @type {object} */ value) => /** @type {Function} */ (value);

function functionsOnceUsed(/** @type {() => object} */ loadNow) {
  /** @type {(target: object, name: string | symbol) => object} */
  const member = Reflect.get;
  return new Proxy({}, { get: (_, name) => onceUsed(() => member(loadNow(), name)) });
}
