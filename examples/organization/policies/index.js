import { PolicyPack } from "@pulumi/policy";
import { policies } from "pulumi-prismatic-policies";

new PolicyPack("organization", {
  policies: policies({
    registry: "../stable-keys.json",
    // In dev, a connection may come and go.
    configuration: { "production-protected": { stacks: ["us", "eu"] } },
  }),
});
