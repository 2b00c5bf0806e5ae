import { PolicyPack } from "@pulumi/policy";
import { policies } from "./index.ts";

new PolicyPack("pulumi-prismatic-policies", { policies: policies() });
