import { DefaultRenderer, Listr, ListrLogger, ProcessOutput } from "listr2";
import type { ChosenStack } from "../project/choice.ts";
import { described, type Progress } from "./progress.ts";
import type { StackReading } from "./reading.ts";

/** A list on a terminal that shows which stacks are read, which wait, and how long the others took. */
export function liveList(
  stacks: readonly ChosenStack[],
  { maxConcurrent, terminal }: { maxConcurrent: number; terminal: NodeJS.WriteStream },
): Progress {
  const ends = new Map(stacks.map(({ name }) => [name, pending<StackReading>()]));
  const tasks = stacks.map(({ name }) => ({
    title: name,
    task: async (_: unknown, task: { title?: string }) => {
      const reading = await ends.get(name)?.promise;
      if (reading === undefined) return;
      task.title = described(reading);
      if (reading.status === "failed" || reading.status === "violation") throw new Error(reading.status);
    },
  }));
  const list = new Listr(tasks, {
    concurrent: maxConcurrent,
    exitOnError: false,
    registerSignalListeners: false,
    renderer: DefaultRenderer,
    rendererOptions: {
      showErrorMessage: false,
      collapseErrors: false,
      logger: new ListrLogger({ processOutput: new ProcessOutput(terminal, terminal) }),
    },
  });
  const shown = list.run();
  return {
    starts: () => undefined,
    ends: (reading) => ends.get(reading.stack.name)?.resolve(reading),
    close: () => shown.then(() => undefined),
  };
}

function pending<Value>(): { promise: Promise<Value>; resolve: (value: Value) => void } {
  let resolve: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((settle) => (resolve = settle));
  return { promise, resolve };
}
