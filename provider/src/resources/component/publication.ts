import { notice } from "../../dynamic/writing.ts";
import type { PublishComponentInput } from "../../tenant/operations.generated.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { publishedDefinition, type ComponentDefinition } from "./definition.ts";
import { fitToSchema, type Fitted } from "./knownFields.ts";
import { describeComponent, type KnownComponent } from "./state.ts";

/** Builds the input that begins a version, as far as the tenant's Prismatic can take it. */
export async function publicationInput(
  session: TenantSession,
  inputs: Pick<KnownComponent, "customer" | "comment" | "attributes">,
  declared: ComponentDefinition,
  forCodeNativeIntegration = false,
): Promise<PublishComponentInput> {
  const customer = inputs.customer === undefined ? undefined : await session.customers.find(inputs.customer);
  const { definition, ...members } = publishedDefinition(declared);
  const { input } = await fitted(session, {
    definition: { ...definition, ...(forCodeNativeIntegration ? { forCodeNativeIntegration } : {}) },
    ...members,
    ...(inputs.comment === undefined ? {} : { comment: inputs.comment }),
    ...(customer === undefined ? {} : { customer: customer.id }),
    ...(inputs.attributes === undefined ? {} : { attributes: JSON.stringify(inputs.attributes) }),
  });
  // The tenant judges what the component declares beyond the schema's own rules.
  return input as unknown as PublishComponentInput;
}

/** Says which parts of a component the tenant's Prismatic is too old for; `what` begins the sentence. */
export async function tellWhatIsLeftOut(
  session: TenantSession,
  declared: ComponentDefinition,
  what = describeComponent(declared),
): Promise<void> {
  const { leftOut } = await fitted(session, { ...publishedDefinition(declared) });
  if (leftOut.length === 0) return;
  notice(
    `${what} is built with a newer version of Prismatic's library than ${session.tenant} runs. ` +
      `It is published without what that cannot take: ${leftOut.join(", ")}.`,
  );
}

async function fitted(session: TenantSession, input: Record<string, unknown>): Promise<Fitted> {
  const types = await session.publishing.inputTypes();
  if (types === undefined) return { input, leftOut: [] };
  return fitToSchema(input, types);
}
