import { policyPack } from "./index.ts";

policyPack("pulumi-prismatic-policies");
