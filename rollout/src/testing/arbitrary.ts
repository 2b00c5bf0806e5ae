import fc, { type Arbitrary } from "fast-check";
import { z } from "zod";
import { stackName } from "../report/basics.ts";
import { previewReport, type PreviewReport } from "../report/schema.ts";

/** Pieces of text that mean something to Markdown, HTML, a terminal or JavaScript. */
const PIECES = [
  "|",
  "\\",
  "\\|",
  "`",
  "```",
  "`".repeat(9),
  "~~~",
  "@octocat",
  "#123",
  "GH-1",
  "*",
  "__bold__",
  "$x$",
  ":smile:",
  "\n",
  "\r\n",
  "\n\n",
  "\n# heading\n",
  "\n| a | b |\n| - | - |\n",
  "\n```\n",
  "\n- item",
  "\n> quote",
  "\n---\n",
  "    ",
  "\t",
  "\u001b[31m",
  "\u0000",
  "\u0007",
  "\u0085",
  "\u2028",
  "\u202e",
  "\u2066",
  "\u200f",
  "\u{E0041}",
  "\ud800",
  "\udc00",
  "<",
  ">",
  "&",
  "&lt;",
  "&#64;",
  "&#x60;",
  '"',
  "'",
  "<!--",
  "-->",
  "--!>",
  "<![CDATA[",
  "]]>",
  "<?",
  "<br>",
  "</code>",
  "</details>",
  "</summary>",
  "</pre>",
  "</title>",
  "</style>",
  "</script>",
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<plaintext>",
  "<template>",
  "<table>",
  "</td></tr></table>",
  "[a](https://evil.example)",
  "![a](x)",
  "[a]: x",
  "[^1]",
  "https://evil.example",
  "www.evil.example",
  "me@evil.example",
  "javascript:alert(1)",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "é",
  "漢字",
  "👩‍👩‍👧",
  "a",
  "",
  " ",
  "x".repeat(250),
  "word ".repeat(80),
];

/** Any text, most of it hostile. */
export const hostileText: Arbitrary<string> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 5 }).map((pieces) => pieces.join("")),
  },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
  { weight: 1, arbitrary: fc.constantFrom(...PIECES).map((piece) => piece.repeat(500)) },
);

/** Any report on a preview, with hostile texts and tenants that its groups speak of. */
export const anyReport: Arbitrary<PreviewReport> = anyOf(previewReport).map((report) => ({
  ...report,
  groups: report.groups.map((group) => ({ ...group, stacks: [...new Set(group.stacks)] })),
}));

/** Any report that a schema allows, with hostile texts; what it says of tenants is of those that it lists. */
export function anyOf<Report extends { stacks: { stack: string }[] }>(
  schema: z.ZodType<Report>,
): Arbitrary<Report> {
  return fc.uniqueArray(hostileText, { minLength: 1, maxLength: 5 }).chain((names) =>
    any(schema, new Map([[stackName, fc.constantFrom(...names)]])).map((value) => {
      const report = schema.parse(value);
      const [first] = report.stacks;
      return {
        ...report,
        stacks: names.flatMap((stack, index) => {
          const like = report.stacks[index] ?? first;
          return like ? [{ ...like, stack }] : [];
        }),
      };
    }),
  );
}

/** Any value of a schema, so that what the schema gains is tried without a change here. */
function any(schema: z.core.$ZodType, known: Map<unknown, Arbitrary<unknown>>): Arbitrary<unknown> {
  const given = known.get(schema);
  if (given) return given;
  if (schema instanceof z.ZodObject) {
    const members = Object.entries<z.core.$ZodType>(schema.shape);
    const isOptional = ([, member]: (typeof members)[number]) => member instanceof z.ZodOptional;
    const record = (of: typeof members) =>
      Object.fromEntries(of.map(([name, member]) => [name, any(member, known)]));
    const optional = record(members.filter(isOptional));
    const required = record(members.filter((member) => !isOptional(member)));
    const both = fc.tuple(fc.record(required), fc.record(optional, { requiredKeys: [] }));
    return both.map(([one, other]) => ({ ...one, ...other }));
  }
  if (schema instanceof z.ZodOptional) {
    const inner = schema.unwrap();
    return any(inner, known);
  }
  if (schema instanceof z.ZodNullable) return fc.option(any(schema.unwrap(), known));
  if (schema instanceof z.ZodArray) return fc.array(any(schema.element, known), { maxLength: 4 });
  if (schema instanceof z.ZodUnion) return fc.oneof(...schema.options.map((option) => any(option, known)));
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.values);
  if (schema instanceof z.ZodRecord) {
    const { keyType, valueType } = schema;
    const values = any(valueType, known);
    return keyType instanceof z.ZodEnum
      ? fc.record(Object.fromEntries(keyType.options.map((key) => [key, values])))
      : fc
          .array(fc.tuple(any(keyType, known) as Arbitrary<string>, values), { maxLength: 4 })
          .map(Object.fromEntries);
  }
  if (schema instanceof z.ZodString) return hostileText;
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodNumber) {
    const numbers = schema.isInt ? fc.nat() : fc.double({ noNaN: true, noDefaultInfinity: true });
    return numbers.filter((number) => schema.safeParse(number).success);
  }
  throw new Error(`No values are known for a schema of type ${schema._zod.def.type}`);
}
