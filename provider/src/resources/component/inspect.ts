import { readFile } from "node:fs/promises";
import { dirname, extname, isAbsolute, join, relative, resolve } from "node:path";
import { ConfigurationError } from "../../tenant/errors.ts";
import { problemsOf } from "../../dynamic/problems.ts";
import { ENTRY_POINT, type Bundle, type FilesBeside } from "./bundle.ts";
import { componentDefinition, type ComponentDefinition } from "./definition.ts";
import { loadBundle } from "./loadBundle.ts";

/** Place of an icon: the component itself, or one of its connection types. */
export type IconPlace =
  { of: "component" } | { of: "connectionType"; key: string; size: "icon" | "avatarIcon" };

/** An icon of a component, with its content. */
export interface Icon {
  place: IconPlace;
  /** The path as the component declares it. */
  path: string;
  bytes: Buffer;
}

/** Everything that publishing a bundle needs to know of it. */
export interface InspectedBundle {
  declared: ComponentDefinition;
  icons: Icon[];
}

/** The two things that Prismatic's library builds a bundle of. */
export type BundleOf = "component" | "codeNativeIntegration";

/** The reason why a bundle of the other thing is refused. */
const OTHER: Record<BundleOf, string> = {
  component: "is a code-native integration, not a component. Declare it with: new CodeNativeIntegration(...)",
  codeNativeIntegration: "is a component, not a code-native integration. Declare it with: new Component(...)",
};

/**
 * Loads a bundle and judges what it declares, before anything is sent.
 *
 * @param beside files that its code finds beside its folder
 * @throws ConfigurationError that lists everything that is wrong with it
 */
export function inspectBundle(
  bundle: Bundle,
  of: BundleOf = "component",
  beside?: FilesBeside,
): Promise<InspectedBundle> {
  return bundle.inFolder(async (folder) => {
    const exported = await loadBundle(join(folder, ENTRY_POINT), { readable: dirname(folder) }).catch(
      (error: unknown) => {
        if (error instanceof ConfigurationError) throw refusal(bundle, [error.message]);
        throw error;
      },
    );
    const parsed = componentDefinition.safeParse(exported, { reportInput: true });
    if (!parsed.success) {
      const problems = problemsOf(parsed.error, []).map(({ path, message }) => `${path} ${message}`);
      throw refusal(bundle, problems);
    }
    const declared = parsed.data;
    const isIntegration = Boolean(declared.codeNativeIntegrationYAML);
    if (isIntegration !== (of === "codeNativeIntegration")) throw refusal(bundle, [OTHER[of]]);
    const read = await Promise.all(iconPaths(declared).map((icon) => readIcon(folder, icon)));
    const problems = read.flatMap((icon) => ("problem" in icon ? [icon.problem] : []));
    if (problems.length > 0) throw refusal(bundle, problems);
    return { declared, icons: read.flatMap((icon) => ("problem" in icon ? [] : [icon])) };
  }, beside);
}

/** An icon in the words of a message. */
export function describeIcon(place: IconPlace): string {
  if (place.of === "component") return "icon";
  return `${place.size === "icon" ? "icon" : "avatar icon"} of connection type "${place.key}"`;
}

/** Everything that is wrong with a bundle, one line each. */
export function refusal({ path }: Pick<Bundle, "path">, problems: string[]): ConfigurationError {
  return new ConfigurationError(problems.map((problem) => `"${path}": ${problem}`).join("\n"));
}

function iconPaths({ display, connections }: ComponentDefinition): Omit<Icon, "bytes">[] {
  const paths: { place: IconPlace; path: string | null | undefined }[] = [
    { place: { of: "component" }, path: display.iconPath },
    ...connections.flatMap(({ key, iconPath, avatarIconPath }) => [
      { place: { of: "connectionType", key, size: "icon" } as const, path: iconPath },
      { place: { of: "connectionType", key, size: "avatarIcon" } as const, path: avatarIconPath },
    ]),
  ];
  return paths.flatMap(({ place, path }) => (path ? [{ place, path }] : []));
}

async function readIcon(
  folder: string,
  { place, path }: Omit<Icon, "bytes">,
): Promise<Icon | { problem: string }> {
  const what = describeIcon(place);
  if (extname(path.trim()).toLowerCase() !== ".png") {
    return { problem: `the ${what} must be a .png file, not "${path}"` };
  }
  const inside = relative(folder, resolve(folder, path));
  if (inside.startsWith("..") || isAbsolute(inside)) {
    return { problem: `the ${what} must be in the bundle, not at "${path}"` };
  }
  const bytes = await readFile(join(folder, inside)).catch(() => undefined);
  if (bytes === undefined) return { problem: `the ${what} is missing: there is no file "${path}" in it` };
  return { place, path, bytes };
}
