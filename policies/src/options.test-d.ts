import type { z } from "zod";
import type { allPolicies } from "./allPolicies.ts";
import type { PolicyConfigurations } from "./options.ts";
import type { Registry } from "./registry/entry.ts";
import type { registrySchema } from "./registry/schema.ts";

// The interfaces are written for people, the schemas judge what is given. `npm run typecheck` compiles this file, which
// fails where one of the two has a member that the other lacks, or another type for it.

type Configurations = {
  -readonly [Name in keyof typeof allPolicies]: z.input<(typeof allPolicies)[Name]["configuration"]>;
};

/** The same type with all members in sight. */
type Plain<Value> = Value extends object ? { [Name in keyof Value]: Plain<Value[Name]> } : Value;

/** True where both types have the same members of the same types, at any depth. */
type Same<One, Other> =
  (<Type>() => Type extends Plain<One> ? 1 : 2) extends <Type>() => Type extends Plain<Other> ? 1 : 2
    ? true
    : false;

function isTrue<_Fact extends true>(): void {
  // Nothing is left to do where the type argument compiles.
}

isTrue<Same<PolicyConfigurations, Configurations>>();
isTrue<Same<Registry, z.output<typeof registrySchema>>>();
