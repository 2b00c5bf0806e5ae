import type { Problem } from "../../dynamic/lifecycle.ts";
import type { TenantSession } from "../../tenant/session.ts";
import { didYouMean } from "../../dynamic/suggest.ts";
import { UNPUBLISHED } from "../../tenant/components.ts";
import { componentsOf } from "./definition/components.ts";
import type { Definition } from "./definition/read.ts";
import type { ComponentReference } from "./definition/schema.ts";

/**
 * Finds the components of a definition that the tenant does not have, or not in that version, and that this program
 * does not publish first either.
 *
 * @param own key of the component that is imported with the definition, if there is one
 */
export async function componentProblems(
  session: TenantSession,
  definition: Definition,
  own?: string,
): Promise<Problem[]> {
  const named = componentsOf(definition).filter(({ key }) => key !== own);
  if (named.length === 0) return [];
  await session.components.lookUp(named.map(({ key }) => key));
  const all = await session.components.all();
  const problems = named.flatMap(({ key, isPublic, version }): string[] => {
    const same = all.filter((component) => component.key === key);
    const found = same.find((component) => isPublic === undefined || component.public === isPublic);
    const isToCome = isAboutToChange(session, { key, isPublic });
    const newest = (found?.versionNumber ?? UNPUBLISHED) + (isToCome ? 1 : 0);
    if (isToCome && (typeof version !== "number" || version <= newest)) return [];
    if (found === undefined && same.length > 0) {
      return [
        `"${key}" is a ${isPublic === true ? "private" : "public"} component in this tenant, the definition wants the other.`,
      ];
    }
    if (found === undefined) {
      const names = all.map((component) => component.key);
      return [
        `this tenant has no component "${key}".${didYouMean(key, names)} Publish it first, or with a Component that this integration depends on.`,
      ];
    }
    if (typeof version === "number" && version > found.versionNumber) {
      return [
        `this tenant has version ${found.versionNumber} of "${key}", the definition wants version ${version}. Where the ` +
          "newest one will do in every tenant: latestComponentVersions: true",
      ];
    }
    return [];
  });
  return [...new Set(problems)].map((message) => ({ path: "definition", message }));
}

/** True where the definition needs what this program is about to publish, so that the tenant cannot judge it yet. */
export function needsPublication(session: TenantSession, definition: Definition): boolean {
  return componentsOf(definition).some((component) => isAboutToChange(session, component));
}

function isAboutToChange(
  { components }: TenantSession,
  { key, isPublic }: Pick<ComponentReference, "key" | "isPublic">,
): boolean {
  return components.isAboutToChange(typeof isPublic === "boolean" ? { key, public: isPublic } : key);
}
