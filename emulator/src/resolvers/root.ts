import type { RootField } from "../request.ts";
import { componentMutations } from "./componentChanges.ts";
import { componentQueries } from "./components.ts";
import { connectionMutations, connectionQueries } from "./connections.ts";
import { credentialsMutations, credentialsQueries } from "./customerCredentials.ts";
import { customerMutations, customerQueries } from "./customers.ts";
import { instanceMutations } from "./instanceChanges.ts";
import { instanceQueries } from "./instances.ts";
import { integrationMutations } from "./integrationMutations.ts";
import { integrationQueries } from "./integrations.ts";
import { mediaQueries } from "./media.ts";
import { userQueries } from "./users.ts";

/** Every query that the emulator answers. */
export const queries: Record<string, RootField> = {
  ...componentQueries,
  ...connectionQueries,
  ...credentialsQueries,
  ...customerQueries,
  ...instanceQueries,
  ...integrationQueries,
  ...mediaQueries,
  ...userQueries,
};

/** Every mutation that the emulator runs. */
export const mutations: Record<string, RootField> = {
  ...componentMutations,
  ...connectionMutations,
  ...credentialsMutations,
  ...customerMutations,
  ...instanceMutations,
  ...integrationMutations,
};
