// Loaded with `node --import` by every process that Pulumi starts for a preview. Each of them loads Pulumi's SDK, and the
// SDK more than a thousand files that hardly any program uses: TypeScript's compiler, npm's dependency tree, exporters of
// traces. With this, they load when they are used. It touches only what the SDK itself requires.
import Module from "node:module";

/** Modules whose members are asked for when they are used. */
const LAZY = new Set(["typescript", "@npmcli/arborist", "normalize-package-data", "./automation", "js-yaml"]);

/** Modules whose members, all of them functions, are asked for at once and called later. */
const LAZY_FUNCTIONS = new Set([
  "@opentelemetry/exporter-zipkin",
  "@opentelemetry/instrumentation",
  "@opentelemetry/instrumentation-grpc",
  "@opentelemetry/resources",
  "@opentelemetry/sdk-trace-base",
  "@opentelemetry/sdk-trace-node",
]);

/** Looks for a source map at each of the many stacks that the SDK takes. A preview shows no stack. */
const SOURCE_MAPS = "source-map-support/register";

type Load = (request: string, parent: { filename?: string } | undefined, isMain: boolean) => object;

const internals = Module as unknown as { _load: Load };
const load = internals._load;

internals._load = function (request, parent, isMain) {
  const loadNow = () => load(request, parent, isMain);
  // Without a parent it is an `import`, which asks for all exports at once.
  if (!parent?.filename?.includes("/@pulumi/")) return loadNow();
  if (LAZY.has(request)) return onceUsed(loadNow);
  if (LAZY_FUNCTIONS.has(request)) return functionsOnceUsed(loadNow);
  return request === SOURCE_MAPS ? {} : loadNow();
};

function onceUsed(loadNow: () => object): object {
  let loaded: object | undefined;
  const found = () => (loaded ??= loadNow());
  const callable = () => found() as (...args: unknown[]) => unknown;
  return new Proxy(function () {}, {
    get(_, name) {
      // The mark of a module that TypeScript compiled, whose members are asked for one by one.
      if (name === "__esModule") return true;
      return Reflect.get(found(), name) as unknown;
    },
    has: (_, name) => Reflect.has(found(), name),
    apply: (_, self, args) => Reflect.apply(callable(), self, args),
    construct: (_, args) => Reflect.construct(callable(), args) as object,
  });
}

function functionsOnceUsed(loadNow: () => object): object {
  return new Proxy({}, { get: (_, name) => onceUsed(() => Reflect.get(loadNow(), name) as object) });
}
