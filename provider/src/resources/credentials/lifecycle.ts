import type { Claim } from "../../dynamic/claims.ts";
import type { Lifecycle, Properties } from "../../dynamic/lifecycle.ts";
import { isUnknown, UNKNOWN } from "../../dynamic/wire.ts";
import { ConfigurationError } from "../../tenant/errors.ts";
import type { TenantCredentials } from "../../tenant/operation.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { tellWhoMustAuthorize } from "../authorization.ts";
import { ownerOf } from "../inputs/expressions.ts";
import { knownInputs, mustBeSupplied, refreshedInputs, type KnownInputs } from "../inputs/newInputs.ts";
import { typeOf } from "../reference/connectionType.ts";
import { referredConnection } from "../reference/connection.ts";
import { explaining } from "../../dynamic/writing.ts";
import { undeployedStill } from "../redeploy/decision.ts";
import { deployedOrHalfMade, deployRemaining, remaining } from "../redeploy/deploying.ts";
import { updateCredentials, valuesOfCredentials } from "../redeploy/updateCredentials.ts";
import type { CredentialsInputs } from "./arguments.ts";
import { checkCredentialsOf } from "./check.ts";
import { createOrAdopt } from "./create.ts";
import type { CredentialsKind } from "./kind.ts";
import { credentialsMutation } from "./plan.ts";
import {
  argumentsOf,
  changedFields,
  diffCredentials,
  outputsOf,
  SCHEMA_VERSION,
  serverFields,
  type CredentialsOutputs,
} from "./state.ts";
import { customerClaim, partClaim } from "../claims.ts";
import { deleteCredentials } from "./test.ts";
import { globallySupplied, refreshedCredentials, type CredentialValues } from "./values.ts";

/** The life of credentials: a test's or a customer's. Their id is the tenant's. */
export function credentialsLifecycle(kind: CredentialsKind): Lifecycle {
  return {
    secretArguments: ["secrets", "authorizeUrl"],
    check: (session, olds, news) => checkCredentialsOf(kind, session, olds, news),
    diff: (olds, news) =>
      diffCredentials(olds as unknown as CredentialsOutputs, news as unknown as CredentialsInputs),

    claims: (inputs) => things(kind, inputs as unknown as CredentialsOutputs),

    plan(step, rest) {
      const properties = (step.op === "delete" ? step.olds : step.news) as unknown as CredentialsOutputs;
      const { stableKey } = properties.connection;
      const of = {
        stableKey,
        ...(properties.customer === undefined ? {} : { customer: properties.customer }),
      };
      const [thing = ""] = things(kind, properties);
      if (step.op === "delete") {
        if (rest.isClaimed(thing)) return [];
        const deletion = credentialsMutation("delete", { ...of, carries: [] });
        // A set may keep it whose customers cannot be read.
        const mayBeKept =
          kind.part === undefined && rest.isClaimed(customerClaim(stableKey, UNKNOWN, undefined));
        return [mayBeKept ? { ...deletion, uncertain: true } : deletion];
      }
      if (step.op === "create") {
        const verb = rest.held(thing) === undefined ? "create" : "update";
        const creation = credentialsMutation(verb, { ...of, carries: ["inputs"] });
        const mayBeThere = rest.held(customerClaim(stableKey, UNKNOWN, undefined)) !== undefined;
        return [kind.part === undefined && mayBeThere ? { ...creation, uncertain: true } : creation];
      }
      const change = changedFields(
        step.olds as unknown as CredentialsOutputs,
        step.news as unknown as CredentialsInputs,
      );
      const carries = Object.keys(change);
      const still = undeployedStill(step.olds, step.news);
      return [
        ...(carries.length > 0 ? [credentialsMutation("update", { ...of, carries })] : []),
        ...("inputs" in change ? [] : still.map(() => ({ field: "deployInstance", stableKey }))),
      ];
    },

    async create(session, inputs) {
      const declared = inputs as unknown as CredentialsOutputs;
      const { stableKey } = declared.connection;
      const what = `${kind.describe(stableKey, declared)} were not created`;
      const connection = await referredConnection(session, declared.connection, what);
      const { place, problem } = await kind.place(session, declared);
      if (place === undefined)
        throw new ConfigurationError(`${what}, nothing was changed: ${problem?.message}`);
      const { saved, undeployed } = await explaining(session, what, () =>
        createOrAdopt(kind, session, connection, place, declared),
      );
      tellWhoMustAuthorize(session, kind.describe(stableKey, declared), saved);
      const outputs = outputsOf(declared, saved, knownInputs(await typeOf(session, connection)));
      return { id: saved.id, outputs: deployedOrHalfMade(saved.id, outputs, undeployed) };
    },

    async read(session, id, outputs) {
      const found = await session.credentials.byId(id);
      if (found === undefined) return undefined;
      const old = outputs as unknown as CredentialsOutputs;
      const declared = { values: old.values, secrets: old.secrets } as CredentialValues;
      const current = refreshedCredentials(declared, old.driftedSecrets ?? [], old.lastConfiguredAt, found);
      const { values, secrets } = current.credentials;
      const name = old.name === undefined ? {} : { name: found.key ?? "" };
      const { componentInputs, newInputs } = await refreshedInputsOf(session, old, found);
      const inputs = { ...argumentsOf(old), values, secrets, ...name, newInputs };
      const driftedSecrets = current.drifted.length > 0 ? current.drifted : undefined;
      const what = kind.describe(old.connection.stableKey, old);
      const undeployedInstances = await remaining(
        valuesOfCredentials(session, id, what),
        old.undeployedInstances,
      );
      const remembered = { driftedSecrets, undeployedInstances, componentInputs };
      return { inputs, outputs: { ...inputs, ...serverFields(found), ...remembered } };
    },

    async update(session, id, olds, news) {
      const old = olds as unknown as CredentialsOutputs;
      const declared = news as unknown as CredentialsOutputs;
      const { status, authorizeUrl, lastConfiguredAt, componentInputs } = old;
      const change = changedFields(old, declared);
      const what = kind.describe(declared.connection.stableKey, declared);
      let outputs: Properties = {
        ...declared,
        status,
        authorizeUrl,
        lastConfiguredAt,
        componentInputs,
        schemaVersion: SCHEMA_VERSION,
      };
      if (Object.keys(change).length > 0) {
        const { saved, undeployed } = await explaining(session, `${what} were not updated`, () =>
          updateCredentials(session, { id, ...change }, { decided: declared, what }),
        );
        outputs = outputsOf(declared, saved, knownInputs((await connectionOf(session, saved))?.type));
        if ("inputs" in change) return deployedOrHalfMade(id, outputs, undeployed);
      }
      const values = valuesOfCredentials(session, id, what);
      const still = await deployRemaining(session, values, undeployedStill(old, declared));
      return deployedOrHalfMade(id, outputs, still);
    },

    async delete(session, id, outputs) {
      const found = await session.credentials.byId(id);
      const old = outputs as unknown as CredentialsOutputs;
      if (found === undefined) return;
      const { stableKey } = old.connection;
      const what = `${kind.describe(stableKey, old)} were not deleted`;
      await explaining(session, what, () => deleteCredentials(session, stableKey, found));
    },
  };
}

/** The connection of credentials with its type, as the snapshot has them. */
async function connectionOf(session: TenantSession, { scopedConfigVariable }: TenantCredentials) {
  const connection = await session.connections.byId(scopedConfigVariable.id);
  return connection && { connection, type: await typeOf(session, connection) };
}

/** New inputs of the connection type that concern credentials: those that nobody else supplies. */
async function refreshedInputsOf(
  session: TenantSession,
  old: CredentialsOutputs,
  found: TenantCredentials,
): Promise<KnownInputs> {
  const { connection, type } = (await connectionOf(session, found)) ?? {};
  const supplied = connection === undefined ? [] : globallySupplied(connection, ownerOf(connection));
  return refreshedInputs(old, type, (name) => mustBeSupplied(type, name) && !supplied.includes(name));
}

function things({ part }: CredentialsKind, { connection, customer, name }: CredentialsOutputs): Claim[] {
  if (isUnknown(connection)) return [];
  const { stableKey } = connection;
  if (part !== undefined) return [partClaim(part, stableKey)];
  return customer === undefined ? [] : [customerClaim(stableKey, customer, name)];
}
