import type { TenantSession } from "../../tenant/session.ts";
import { Written } from "../integration/definition/exact.ts";
import { differences, type Difference } from "../integration/definition/meaning.ts";
import { exactly } from "../integration/definition/read.ts";
import { withoutSecrets } from "../integration/definition/secrets.ts";
import { describe } from "../integration/draft.ts";
import type { FoundIntegration } from "./found.ts";
import type { CodeNativeState } from "./state.ts";

/** Word for the component's key, which is another one after every import. */
const COMPONENT = "(component)";

/** The draft as the state has it: without the key of its component, and without secret values. */
export function keptDraft({
  definition,
  component,
}: {
  definition: string;
  component: { key: string } | undefined;
}): string {
  const { text } = withoutSecrets(definition);
  return component === undefined ? text : text.replaceAll(component.key, COMPONENT);
}

/** Differences between two drafts. The versions of components are whatever was newest at the import. */
export function changesBetween(before: string, after: string): Difference[] {
  // The state of an earlier version has the secret values in its draft.
  const [one, other] = [before, after].map((text) => withoutVersions(exactly(withoutSecrets(text).text)));
  return differences(one, other, { normalised: false });
}

type Before = Pick<CodeNativeState, "draft" | "signature" | "componentKey">;

/**
 * Says what came into a draft without this resource, one line each; nothing where another import brought the same
 * bundle.
 */
export async function cameMeanwhile(
  session: TenantSession,
  old: Before,
  found: FoundIntegration,
): Promise<string[]> {
  if (!found.isCodeNative) return ["~ a designer's integration took its place"];
  const { signature, componentKey } = old;
  // A component that the tenant does not show may be the one that was imported from here.
  const component = found.component ?? (componentKey === undefined ? undefined : { key: componentKey });
  const draft = keptDraft({ definition: found.definition, component });
  const changes = await describe(session, changesBetween(old.draft, draft), [old.draft, draft]);
  const now = signatureNow(old, found);
  return signature === undefined || signature === now
    ? changes
    : [`~ package: ${signature} => ${now}`, ...changes];
}

/** The signature of the package that a draft is made from; that of the state where the tenant does not show it. */
export function signatureNow(
  { signature, componentKey }: Before,
  { component, definition }: FoundIntegration,
): string {
  if (component !== undefined) return component.signature;
  const isHidden = componentKey !== undefined && definition.includes(componentKey);
  return isHidden ? signature : "none";
}

function withoutVersions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutVersions);
  if (typeof value !== "object" || value === null || value instanceof Written) return value;
  const isComponent = "key" in value && "isPublic" in value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !(isComponent && name === "version"))
      .map(([name, member]) => [name, withoutVersions(member)]),
  );
}
