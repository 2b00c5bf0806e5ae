import { validate } from "graphql/index.js";
import { expect, test } from "vitest";
import { clientDocuments } from "../testing/documents.ts";
import { buildApiSchema } from "./schema.ts";

/** Operations and fields of clients that no public schema has, with the reason for which they are left out here. */
const exceptions: Record<string, Record<string, string>> = {
  "@prismatic-io/prism": {
    GetExecutionLogs: "Log.sectionId: the emulator runs no flows and keeps no logs",
    GetExecutionSections: "RootQuery.executionSections: the same",
    listInstanceTestLogs: "Log.sectionId: the same",
  },
};

test.each([
  ["@prismatic-io/prism", "lib", 103],
  ["@prismatic-io/spectral", "dist/generators", 3],
  ["spectral-newest", "dist/generators", 4],
])("the schema takes what %s sends", (client, folder, count) => {
  const schema = buildApiSchema();
  const documents = clientDocuments(client, folder);
  expect(documents).toHaveLength(count);
  const refused = documents.flatMap(({ name, document }) =>
    validate(schema, document).map(({ message }) => `${name}: ${message}`),
  );
  const known = Object.keys(exceptions[client] ?? {});
  expect(refused.filter((problem) => !known.includes(problem.split(":")[0]!))).toEqual([]);
  expect(known.filter((name) => !refused.some((problem) => problem.startsWith(`${name}:`)))).toEqual([]);
});
