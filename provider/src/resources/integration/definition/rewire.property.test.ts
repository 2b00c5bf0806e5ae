import fc from "fast-check";
import { describe, expect, inject, it } from "vitest";
import { parse, parseDocument, visit, type Document } from "yaml";
import { definitionFiles, definitionText, read } from "../../../testing/definitions.ts";
import { rewired, type Plain } from "../../../testing/rewired.ts";
import { editDefinition, type Edits } from "./edit.ts";
import { connectionInputs, stepsOfFlow } from "./steps.ts";
import { connectionVariables } from "./variables.ts";

const stableKey = fc.stringMatching(/^[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,5}){0,2}$/);

/** A comment above random lines that begin a member of a list or a top-level key, outside multi-line texts. */
function commented(text: string, picks: number[]): string {
  const document = parseDocument(text);
  const blocks: [number, number][] = [];
  visit(document, {
    Scalar(_, { range, type }) {
      if (
        range &&
        (type === "BLOCK_LITERAL" || type === "BLOCK_FOLDED" || text.slice(range[0], range[1]).includes("\n"))
      )
        blocks.push([range[0], range[1]]);
    },
  });
  const lines = text.split("\n");
  let offset = 0;
  const places = lines.flatMap((line, index) => {
    const start = offset;
    offset += line.length + 1;
    const inBlock = blocks.some(([from, to]) => start > from && start < to);
    return !inBlock && /^( *)(- |\w+:)/.test(line) ? [index] : [];
  });
  const chosen = new Set(picks.map((pick) => places[pick % places.length] ?? 0));
  return lines
    .flatMap((line, index) => {
      const indent = /^ */.exec(line)?.[0] ?? "";
      return chosen.has(index) ? [`${indent}# note ${index}`, line] : [line];
    })
    .join("\n");
}

function notesOf(text: string): string[] {
  const lines = text.split("\n");
  return lines.flatMap((line) => /^ *# (note \d+)$/.exec(line)?.[1] ?? []);
}

/** Notes within the parts that an edit removes: only these may be missing afterwards. */
function notesWithin(document: Document, text: string, keys: string[]): string[] {
  const ranges: [number, number][] = [];
  const value = parse(text) as Plain;
  const add = (path: (string | number)[]) => {
    const parent = document.getIn(path.slice(0, -1), true) as { items: unknown[] } | undefined;
    const node = document.getIn(path, true) as { range?: [number, number, number] } | undefined;
    if (!node?.range || !parent) return;
    // Runs from the end of the preceding part to its own end: a comment above it is its own.
    const before = text.lastIndexOf("\n", node.range[0]);
    ranges.push([startOfComments(text, before), node.range[2]]);
  };
  value.requiredConfigVars.forEach((variable, index) => {
    if (!keys.includes(String(variable.key))) return;
    for (const name of ["connection", "inputs", "orgOnly", "onPremiseConnectionConfig"]) {
      add(["requiredConfigVars", index, name]);
    }
  });
  value.configPages.forEach((page, pageIndex) =>
    page.elements.forEach((element, index) => {
      if (keys.includes(element.value)) add(["configPages", pageIndex, "elements", index]);
    }),
  );
  return ranges.flatMap(([from, to]) => notesOf(text.slice(from, to)));
}

function startOfComments(text: string, end: number): number {
  let start = end;
  for (;;) {
    const previous = text.lastIndexOf("\n", start - 1);
    const line = text.slice(previous + 1, start);
    if (previous < 0 || !/^\s*(#.*|\w+:\s*)?$/.test(line)) return start;
    start = previous;
  }
}

/** Random edits of a definition that can all be made. */
function editsOf(text: string): fc.Arbitrary<Edits> {
  const definition = read(text);
  const variables = connectionVariables(definition).map(({ key }) => key);
  const steps = (definition.value.flows ?? []).flatMap((flow, index) =>
    stepsOfFlow(definition, index)
      .filter(({ step }) => connectionInputs(definition, step).length === 1)
      .map(({ step }) => ({ flow: flow.name, step: step.name })),
  );
  return fc
    .record({
      variables: fc.subarray(variables),
      steps: fc.subarray(steps, { maxLength: Math.min(4, steps.length) }),
      keys: fc.array(stableKey, { minLength: 12, maxLength: 12 }),
    })
    .map(({ variables: chosen, steps: switched, keys }) => {
      const connections = Object.fromEntries(chosen.map((key, at) => [key, { stableKey: keys[at] ?? "k" }]));
      const byFlow: Edits["steps"] = {};
      switched.forEach(({ flow, step }, at) => ((byFlow[flow] ??= {})[step] = keys[at + 6] ?? "k"));
      return { connections, steps: byFlow };
    });
}

/** For each definition. */
const RUNS = inject("size") === "promised" ? 30 : 4;

describe("rewiring random config variables and steps of real definitions", () => {
  it.each(definitionFiles)("changes what was meant and nothing else: %s", (file) => {
    const text = definitionText(file);
    const picks = fc.array(fc.nat(), { maxLength: 8 });
    fc.assert(
      fc.property(editsOf(text), picks, (edits, comments) => {
        const source = commented(text, comments);
        const { definition, problems } = editDefinition(read(source), edits);
        expect(problems).toEqual([]);
        expect(parse(definition.text)).toEqual(rewired(parse(text) as Plain, edits));
        expect(JSON.stringify(Object.keys(parse(definition.text) as object))).toBe(
          JSON.stringify(Object.keys(parse(source) as object)),
        );
        const removed = new Set(notesWithin(parseDocument(source), source, Object.keys(edits.connections)));
        const kept = notesOf(definition.text);
        expect(kept.filter((note) => !removed.has(note))).toEqual(
          notesOf(source).filter((note) => !removed.has(note)),
        );
      }),
      { numRuns: RUNS },
    );
  });

  it.each(definitionFiles)("can be undone with the component, the type and the values: %s", (file) => {
    const before = read(definitionText(file));
    const own = connectionVariables(before).flatMap(({ key, connection }) =>
      connection ? [{ key, connection }] : [],
    );
    const shared = Object.fromEntries(own.map(({ key }) => [key, { stableKey: "some-key" }]));
    const back = Object.fromEntries(
      own.map(({ key, connection }) => [
        key,
        {
          integrationSpecific: {
            component: { key: connection.component.key, public: connection.component.isPublic === true },
            connectionType: connection.key,
            values: {},
            page: undefined,
          },
        },
      ]),
    );
    const there = editDefinition(before, { connections: shared, steps: {} });
    const again = editDefinition(there.definition, { connections: back, steps: {} });
    expect([...there.problems, ...again.problems]).toEqual([]);
    const connections = (definition: typeof before) =>
      connectionVariables(definition).map(({ key, connection, useScopedConfigVar }) => [
        key,
        connection?.key,
        connection?.component.key,
        useScopedConfigVar,
      ]);
    expect(connections(again.definition)).toEqual(connections(before));
    expect(again.definition.value.flows).toEqual(before.value.flows);
    const shown = ({ value }: typeof before) =>
      (value.configPages ?? [])
        .flatMap(({ elements }) => (elements ?? []).map((element) => element.value))
        .toSorted();
    expect(shown(again.definition)).toEqual(shown(before));
  });
});
