import { describe, expect, it } from "vitest";
import { apartOf, placed } from "../../tenant/connectionTree.ts";
import { kindOf, unknownKind } from "./kinds.ts";

describe("A kind that is newer than this version", () => {
  it.each([
    { variableScope: "PARTNER", managedBy: "ORG", treeLocation: null, customer: null },
    { variableScope: "ORG", managedBy: "PARTNER", treeLocation: "BRANCH", customer: null },
  ])("is read, is a connection, and is called unknown: %j", (answer) => {
    const found = placed.parse(answer);
    expect(apartOf(found)).toBeUndefined();
    expect(kindOf(found)).toBeUndefined();
    expect(unknownKind(found)).toContain(
      `does not know (${answer.variableScope}, managed by ${answer.managedBy})`,
    );
  });
});
