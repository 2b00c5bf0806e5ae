import { openBundle } from "../resources/component/bundle.ts";
import { declaredConnectionTypes, tenantConnectionTypes } from "../resources/component/definition.ts";
import { inspectBundle } from "../resources/component/inspect.ts";
import { outputsOf } from "../resources/component/state.ts";
import { ConfigurationError } from "../tenant/errors.ts";
import type { PublishedComponent } from "../tenant/publishingOperations.ts";
import type { TenantSession } from "../tenant/session.ts";
import type { Imported } from "./imported.ts";

/**
 * Prepares a component of the tenant for the import. The tenant does not say where its bundle is built, so the bundle
 * tells which component is meant.
 *
 * @param path of the bundle, as the program will give it: relative to `folder`
 * @throws ConfigurationError where the bundle cannot be read or the tenant does not have its component
 */
export async function importedComponent(
  session: TenantSession,
  path: string,
  folder: string,
): Promise<{ imported: Imported; notes: string[] }> {
  const bundle = await openBundle(path, folder);
  const { declared } = await inspectBundle(bundle);
  const found = await onlyOne(session, declared, path);
  const { signature } = bundle.package;
  const isPublished = found.signature === signature;
  const customer = found.customer?.externalId ?? found.customer?.id;
  const arguments_ = { bundle: path, ...(customer === undefined ? {} : { customer }) };
  const inputs = {
    ...arguments_,
    key: found.key,
    public: found.public,
    signature: found.signature,
    connectionTypes: isPublished ? declaredConnectionTypes(declared) : tenantConnectionTypes(found),
  };
  const note =
    `"${path}" is not what ${session.tenant} has as version ${found.versionNumber} of component "${found.key}" ` +
    `(signature ${signature}, there ${found.signature}): the first update publishes it as the next version.`;
  return {
    imported: {
      type: "Component",
      name: found.key,
      id: found.versionSequenceId ?? found.id,
      declared: arguments_,
      secretMaps: [],
      inputs,
      outputs: outputsOf(inputs, found),
      secretMembers: [],
      leftOut: [],
    },
    notes: isPublished ? [] : [note],
  };
}

async function onlyOne(
  session: TenantSession,
  { key, public: isPublic }: { key: string; public: boolean },
  path: string,
): Promise<PublishedComponent> {
  const found = await session.publishing.ofEveryOwner({ key, public: isPublic });
  const [only, ...others] = found;
  const what = `${session.tenant} has`;
  const kind = isPublic ? "public" : "private";
  if (only === undefined) {
    throw new ConfigurationError(
      `${what} no ${kind} component "${key}", which "${path}" is a bundle of. Nothing has to be imported: pulumi up publishes it.`,
    );
  }
  if (others.length === 0) return only;
  const owners = found.map(({ customer }) => customer?.externalId ?? customer?.id ?? "the organization");
  throw new ConfigurationError(
    `${what} several ${kind} components "${key}", of ${owners.join(", ")}. Declare the one that is meant and run pulumi up: ` +
      "a component that has the bundle already is taken over, not published again.",
  );
}
