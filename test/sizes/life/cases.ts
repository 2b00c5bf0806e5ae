import type { LifeCase } from "./case.ts";
import { codeNativeCase } from "./codeNative.ts";
import { connectionCases } from "./connections.ts";
import { accessCase, customerCase } from "./customers.ts";
import { integrationCases } from "./integrations.ts";
import { componentCase } from "./components.ts";
import { tokensCase } from "./tokens.ts";
import { partCases } from "./parts.ts";

/** Every life that the suite tries. A new type of resource joins with a case of its own. */
export const lifeCases: readonly LifeCase[] = [
  ...connectionCases,
  ...partCases,
  tokensCase,
  customerCase,
  accessCase,
  componentCase,
  ...integrationCases,
  codeNativeCase,
];
