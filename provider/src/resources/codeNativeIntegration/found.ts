import type { CodeComponent, CodeNativeIntegration } from "../../tenant/codeNativeOperations.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { componentsOf } from "../integration/definition/components.ts";
import { readDefinition } from "../integration/definition/read.ts";
import { changesBetween, keptDraft } from "./draft.ts";

/** A definition as a tenant keeps it, with the component that the import of its bundle published. */
export interface ImportedPackage {
  definition: string;
  /** Undefined where the tenant has none of that key, or does not show it. */
  component: CodeComponent | undefined;
}

/** A code-native integration as the tenant has it, with the package of its draft. */
export type FoundIntegration = CodeNativeIntegration & ImportedPackage;

/**
 * Reads an integration, undefined where it is gone. Its draft counts as published where an import merely brought the
 * published bundle again.
 */
export async function findIntegration(
  session: TenantSession,
  id: string,
): Promise<FoundIntegration | undefined> {
  const integration = await session.codeNative.byId(id);
  if (integration === undefined) return undefined;
  const { definition, publishedDefinition, hasUnpublishedChanges } = integration;
  const draft = await packageOf(session, definition);
  const found = { ...integration, ...draft };
  if (!hasUnpublishedChanges || publishedDefinition === undefined || draft.component === undefined)
    return found;
  const published = await packageOf(session, publishedDefinition);
  const isSame =
    draft.component.signature === published.component?.signature &&
    changesBetween(keptDraft(published), keptDraft(draft)).length === 0;
  return { ...found, hasUnpublishedChanges: !isSame };
}

/** The definition names private components of the organization as well: only one of them holds its code. */
async function packageOf(session: TenantSession, definition: string): Promise<ImportedPackage> {
  const read = readDefinition(definition, "code");
  const named = "definition" in read ? componentsOf(read.definition) : [];
  const keys = new Set(named.filter(({ isPublic }) => isPublic === false).map(({ key }) => key));
  const components = await Promise.all([...keys].map((key) => session.codeNative.component(key)));
  return { definition, component: components.find((component) => component?.forCodeNativeIntegration) };
}
