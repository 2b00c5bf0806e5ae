// @ts-check
import { ESLintUtils } from "@typescript-eslint/utils";
import ts from "typescript";

/** Tells whether a name of this type may be any text, and not one of those that the code itself wrote. */
/** @param {ts.Type} type @param {ts.TypeChecker} checker @returns {boolean} */
const isAnyText = (type, checker) => {
  if (type.isUnion()) return type.types.some((member) => isAnyText(member, checker));
  if (type.flags & ts.TypeFlags.TypeParameter) {
    const constraint = checker.getBaseConstraintOfType(type);
    return constraint !== undefined && isAnyText(constraint, checker);
  }
  return (type.flags & (ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral | ts.TypeFlags.Any)) !== 0;
};

const rule = ESLintUtils.RuleCreator.withoutDocs({
  meta: {
    type: "problem",
    schema: [],
    messages: {
      in: "`in` finds what every object inherits, such as `constructor`. Use `Object.hasOwn`, a `Map` or a `Set`.",
      index:
        "A name from outside may be `constructor` or `__proto__`. Use `ownValue`, `Object.fromEntries`, a spread or a `Map`.",
    },
  },
  defaultOptions: [],
  create(context) {
    const services = ESLintUtils.getParserServices(context);
    const checker = services.program.getTypeChecker();
    /** @param {import("@typescript-eslint/utils").TSESTree.Node} node */
    const mayBeAnyText = (node) => isAnyText(services.getTypeAtLocation(node), checker);
    return {
      BinaryExpression(node) {
        if (String(node.operator) === "in" && mayBeAnyText(node.left)) {
          context.report({ node, messageId: "in" });
        }
      },
      ForInStatement(node) {
        context.report({ node: node.right, messageId: "in" });
      },
      MemberExpression(node) {
        if (node.computed && mayBeAnyText(node.property)) context.report({ node, messageId: "index" });
      },
      "ObjectPattern > Property[computed=true]"(
        /** @type {import("@typescript-eslint/utils").TSESTree.Property} */ node,
      ) {
        if (mayBeAnyText(node.key)) context.report({ node, messageId: "index" });
      },
    };
  },
});

/**
 * Forbids to look a name up in an object's prototype chain: names of customers, inputs and config variables are chosen by
 * other people, and `constructor` or `__proto__` are among them.
 */
export const outsideNames = /** @type {import("eslint").Rule.RuleModule} */ (/** @type {unknown} */ (rule));
