import { createBundle, type Bundle, type DeclaredComponent } from "../../support/componentBundle.ts";
import { componentKeyOf } from "./world.ts";

/** The bundles that a component of our own may have: the first one, another label, one more input. */
const variants: DeclaredComponent[] = [{}, { label: "Parcels and letters" }, { inputs: [{ key: "region" }] }];

/** Which bundles there are. */
export const BUNDLES = variants.length;

/** The bundles of every lane's component, which are gone with this. */
export interface Bundles extends AsyncDisposable {
  /** Their folders, by lane. */
  folders: string[][];
}

/** Builds every bundle of every lane. */
export async function buildBundles(lanes: number): Promise<Bundles> {
  const built = await Promise.all(
    Array.from({ length: lanes }, (_, lane) =>
      Promise.all(variants.map((declared) => createBundle({ ...declared, key: componentKeyOf(lane) }))),
    ),
  );
  return {
    folders: built.map((bundles) => bundles.map(({ folder }) => folder)),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(built.flat().map((bundle: Bundle) => bundle[Symbol.asyncDispose]()));
    },
  };
}
