import { buildSchema, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { printSchema } from "../../../emulator/src/graphql.ts";
import { prismaticSchema } from "../../../emulator/src/sdl.ts";
import { batchDocument, batchVariables, rootField } from "./batchDocument.ts";
import { operations } from "./operation.ts";

const schema = buildSchema(printSchema(prismaticSchema()), { assumeValidSDL: true });

const mutations = Object.values(operations).filter(({ document }) => /^\s*mutation/.test(document));

describe("a batch of mutations", () => {
  it("is valid by Prismatic's schema with every mutation in it twice", () => {
    const document = parse(batchDocument([...mutations, ...mutations]));
    expect(validate(schema, document)).toEqual([]);
    expect(mutations.length).toBeGreaterThan(5);
  });

  it("keeps the order of its members", () => {
    const document = batchDocument(mutations);
    const fields = [...document.matchAll(/^ {2}(m\d+): (\w+)\(input: \$i(\d+)\)/gm)].map((match) =>
      match.slice(1),
    );
    expect(fields).toEqual(
      mutations.map((mutation, index) => [`m${index}`, rootField(mutation), `${index}`]),
    );
    expect(batchVariables(["a", "b"])).toEqual({ i0: "a", i1: "b" });
  });

  it("refuses a document that it could only cut apart wrongly", () => {
    const document = "mutation Two($input: A!) { one(input: $input) { id } two { id } }";
    expect(() => batchDocument([{ name: "Two", document }])).toThrow(
      /Two is not a mutation of one root field/,
    );
  });
});
