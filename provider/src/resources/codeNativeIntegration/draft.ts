import { parse } from "yaml";
import type { CodeNativeIntegration, ImportedPackage } from "../../tenant/codeNativeOperations.ts";
import { describedChanges } from "../integration/draft.ts";

/** Word for the component's key, which is another one after every import. */
const COMPONENT = "(component)";

/** The draft as the state has it: without the key of its component. */
export function keptDraft({ definition, component }: ImportedPackage): string {
  return component === undefined ? definition : definition.replaceAll(component.key, COMPONENT);
}

/** Differences between two drafts, one line each. The versions of components are whatever was newest at the import. */
export function changesBetween(before: string, after: string): string[] {
  return describedChanges(withoutVersions(parse(before)), withoutVersions(parse(after)));
}

/**
 * Says what came into a draft without this resource, one line each; nothing where another import brought the same
 * bundle.
 */
export function cameMeanwhile(
  old: { draft: string; signature: unknown },
  found: CodeNativeIntegration,
): string[] {
  if (!found.isCodeNative) return ["~ a designer's integration took its place"];
  const changes = changesBetween(old.draft, keptDraft(found));
  const signature = found.component?.signature ?? "none";
  if (old.signature === undefined || old.signature === signature) return changes;
  return [`~ package: ${String(old.signature)} => ${signature}`, ...changes];
}

/** The integration, with a draft that counts as published where an import merely brought the published bundle again. */
export function withMeantChanges(found: CodeNativeIntegration): CodeNativeIntegration {
  const { publishedPackage } = found;
  if (!found.hasUnpublishedChanges || publishedPackage === undefined) return found;
  const isSame =
    found.component !== undefined &&
    found.component.signature === publishedPackage.component?.signature &&
    changesBetween(keptDraft(publishedPackage), keptDraft(found)).length === 0;
  return isSame ? { ...found, hasUnpublishedChanges: false } : found;
}

function withoutVersions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutVersions);
  if (typeof value !== "object" || value === null) return value;
  const isComponent = "key" in value && "isPublic" in value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !(isComponent && name === "version"))
      .map(([name, member]) => [name, withoutVersions(member)]),
  );
}
