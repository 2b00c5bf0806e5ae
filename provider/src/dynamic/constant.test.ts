import { describe, expect, it } from "vitest";
import * as handlers from "../dynamic.ts";
import { loaderName, RESOURCE_CLASSES } from "../resources/names.ts";
import { providerConstant } from "./constant.ts";

/** Texts in the state of every user. One byte more is a difference in each of their resources. */
const PUBLISHED = [
  `exports.handler = () => require("pulumi-prismatic/dynamic").customerConnection`,
  `exports.handler = () => require("pulumi-prismatic/dynamic").organizationCustomerConnection`,
  `exports.handler = () => require("pulumi-prismatic/dynamic").organizationGlobalConnection`,
  `exports.handler = () => require("pulumi-prismatic/dynamic").globalValues`,
  `exports.handler = () => require("pulumi-prismatic/dynamic").userConnection`,
  `exports.handler = () => require("pulumi-prismatic/dynamic").customerCredentialsSet`,
  `exports.handler = () => require("pulumi-prismatic/dynamic").embeddedWorkflowFlag`,
  `exports.handler = () => require("pulumi-prismatic/dynamic").customerCredentials`,
  `exports.handler = () => require("pulumi-prismatic/dynamic").testCredentials`,
  `exports.handler = () => require("pulumi-prismatic/dynamic").customerEmbeddedAccess`,
  `exports.handler = () => require("pulumi-prismatic/dynamic").component`,
  `exports.handler = () => require("pulumi-prismatic/dynamic").integration`,
  `exports.handler = () => require("pulumi-prismatic/dynamic").codeNativeIntegration`,
];

describe("the __provider constant", () => {
  it("is byte for byte what was published", () => {
    const texts = RESOURCE_CLASSES.map((name) => providerConstant(loaderName(name)));
    expect(texts.toSorted()).toEqual(PUBLISHED.toSorted());
  });

  it("names a handler that the package exports, and there is no other handler", () => {
    const names = PUBLISHED.map((text) => text.split(".").at(-1));
    expect(Object.keys(handlers).sort()).toEqual(names.sort());
  });
});
