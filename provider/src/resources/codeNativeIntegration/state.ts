import type { Claim } from "../../dynamic/claim.ts";
import type { StoredForm } from "../../dynamic/storedForm.ts";
import type { SecretGroup, SecretRevisions } from "../../dynamic/secretRevisions.ts";
import { isUnknown, type OrUnknown } from "../../dynamic/wire.ts";
import { integrationClaim } from "../claims.ts";
import type { Definition } from "../integration/definition/read.ts";
import { stableKeysOf } from "../integration/definition/variables.ts";
import type { DraftState } from "../integration/state.ts";
import type { CodeNativeArguments } from "./arguments.ts";

/** Security of a flow's endpoint that needs a key for every call, test runs included. */
const REQUIRES_KEY = "customer_required";

/** Facts that a definition tells. */
export interface DefinitionFacts {
  name: string;
  /** The stable keys that it names, by config variable. */
  stableKeys: Record<string, string>;
  /** Names of the flows that need keys for test runs. */
  keyedFlows: string[];
}

/** Facts that `check` reads from the bundle. */
export interface BundleFacts extends DefinitionFacts {
  /** SHA-1 of the package. */
  signature: string;
  /** SHA-1 of the metadata that the project adds to the definition; undefined where it adds none. */
  importMetadata: string | undefined;
  /** Path of the integration's icon in the bundle; undefined where it has none. */
  icon: string | undefined;
}

/** The arguments together with the facts, and with the members that `check` and `read` add. */
export type CheckedCodeNative = CodeNativeArguments & {
  [Name in keyof BundleFacts]: OrUnknown<BundleFacts[Name]>;
} & {
  /** One counter for each test key, by flow. */
  secretRevisions?: OrUnknown<SecretRevisions> | undefined;
  /** Lines that say what came into the draft without this resource, as a refresh found it; never an argument. */
  draftChanges?: string[] | undefined;
};

/** The parts of the arguments that an import needs, once everything is known. */
export type KnownCodeNative = BundleFacts & { bundle: string; waitSeconds?: number | undefined };

/** State of a code-native integration. */
export type CodeNativeState = CheckedCodeNative &
  DraftState &
  StoredForm & {
    /** Key of the component that the last import published. */
    componentKey?: string | undefined;
    /** Digest of each flow's test keys as the tenant held them right after they were set. Secret in the state. */
    heldTestKeys?: Record<string, string> | undefined;
  };

/** Reads what a definition tells. */
export function factsOf(definition: Definition): DefinitionFacts {
  const { name, flows } = definition.value;
  const stableKeys = [...stableKeysOf(definition)].flatMap(([stableKey, variables]) =>
    variables.map((variable): [string, string] => [variable, stableKey]),
  );
  const keyed = (flows ?? []).filter(
    ({ endpointSecurityType }) => String(endpointSecurityType).toLowerCase() === REQUIRES_KEY,
  );
  return {
    name,
    stableKeys: Object.fromEntries(stableKeys.toSorted(([one], [other]) => (one < other ? -1 : 1))),
    keyedFlows: keyed.map((flow) => flow.name),
  };
}

/** The integration as a whole: another resource may claim it. */
export function codeNativeClaims({ name }: Pick<CheckedCodeNative, "name">): Claim[] {
  return isUnknown(name) ? [] : [integrationClaim(name)];
}

/** The test keys as secrets with a counter each. */
export function secretsOf({ testApiKeys }: Pick<CodeNativeArguments, "testApiKeys">): SecretGroup[] {
  return [{ argument: "testApiKeys", prefix: "", secrets: testApiKeys }];
}
