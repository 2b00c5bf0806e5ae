import { graphqlSync, type GraphQLSchema } from "graphql";
import { describe, expect, it } from "vitest";
import { publishingOperations, type InputType } from "../../tenant/publishingOperations.ts";
import { newerSchema, olderSchema } from "../../testing/schema.ts";
import { fitToSchema } from "./knownFields.ts";

/** The input types as a server with this schema describes them to the provider's own query. */
function typesOf(schema: GraphQLSchema): InputType[] {
  const { document, answer } = publishingOperations.describePublishing;
  const { data } = graphqlSync({ schema, source: document });
  return Object.values(answer.parse(data)).filter((type) => type !== null);
}

const input = {
  definition: { key: "acme", public: false, display: { label: "Acme", description: "Ours" } },
  actions: [
    { key: "list", display: {}, inputs: [{ key: "a", inputs: [{ key: "b", scope: "x" }], scope: "y" }] },
    { key: "create", performSafety: "safe", inputs: [] },
  ],
  triggers: [
    { key: "hook", triggerResolverSupport: "invalid" },
    { key: "poll", triggerResolverSupport: "valid" },
  ],
  connections: [{ key: "apiKey", inputs: [{ key: "api_key", model: [{ label: "A", value: "a" }] }] }],
  comment: "First",
};

describe("A component that is newer than the tenant's Prismatic", () => {
  it("is published without the fields that the tenant does not know, at any depth, and each is named once", () => {
    const { input: fitted, leftOut } = fitToSchema(input, typesOf(olderSchema));
    expect(leftOut).toEqual([
      "actions.inputs.inputs",
      "actions.inputs.scope",
      "actions.performSafety",
      "triggers.triggerResolverSupport",
    ]);
    expect(fitted).toEqual({
      ...input,
      actions: [
        { key: "list", display: {}, inputs: [{ key: "a" }] },
        { key: "create", inputs: [] },
      ],
      triggers: [{ key: "hook" }, { key: "poll" }],
    });
  });

  it("is published whole where the tenant knows them, nested inputs as well", () => {
    expect(fitToSchema(input, typesOf(newerSchema))).toEqual({ input, leftOut: [] });
  });

  it("keeps what is below a field whose type the tenant did not describe", () => {
    const definition = { ...input.definition, display: { label: "Acme", shade: "dark" } };
    const types = typesOf(newerSchema).filter(({ name }) => name !== "ComponentDisplayDefinition");
    expect(fitToSchema({ definition }, types)).toEqual({ input: { definition }, leftOut: [] });
  });
});
