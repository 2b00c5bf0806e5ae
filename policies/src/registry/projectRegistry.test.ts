import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/judge.ts";
import { projectRegistry } from "./projectRegistry.ts";

/** Makes files and returns their folder; a path that ends in a slash is a folder. */
function made(...paths: string[]): string {
  const folder = temporaryFolder();
  for (const path of paths) {
    const isProject = path.endsWith("Pulumi.yaml");
    mkdirSync(path.endsWith("/") ? join(folder, path) : dirname(join(folder, path)), { recursive: true });
    if (!path.endsWith("/"))
      writeFileSync(join(folder, path), isProject ? "name: shop # ours\nruntime: nodejs\n" : "{}");
  }
  return folder;
}

const PACK = "node_modules/pulumi-prismatic-policies/";
const REGISTRY = "stable-keys.json";

describe("The registry of a pack for which none is named", () => {
  it.each([
    ["beside node_modules", [PACK, REGISTRY], PACK, undefined, REGISTRY],
    [
      "beside the outermost node_modules, as with pnpm",
      [`node_modules/.pnpm/policies@1/${PACK}`, REGISTRY],
      `node_modules/.pnpm/policies@1/${PACK}`,
      undefined,
      REGISTRY,
    ],
    [
      "in the project of a workspace, before that of its root",
      [PACK, REGISTRY, "infra/Pulumi.yaml", `infra/${REGISTRY}`, "infra/src/"],
      PACK,
      "infra/src",
      `infra/${REGISTRY}`,
    ],
    [
      "in a folder above the project, within the root",
      [PACK, "teams/infra/Pulumi.yaml", `teams/${REGISTRY}`],
      PACK,
      "teams/infra",
      `teams/${REGISTRY}`,
    ],
    [
      "in the folder of a pack of the team's own",
      [`pack/${REGISTRY}`, REGISTRY],
      "pack",
      ".",
      `pack/${REGISTRY}`,
    ],
    ["nowhere: another folder's is none", [PACK, `other/${REGISTRY}`], PACK, "other", undefined],
    [
      "nowhere: a pack of the team's own has its own",
      ["pack/", "Pulumi.yaml", REGISTRY],
      "pack",
      ".",
      undefined,
    ],
  ])("is %s", (_, paths, pack, calledIn, found) => {
    const folder = made(...paths);
    const place = {
      folder: join(folder, pack).replace(/\/$/, ""),
      project: "shop",
      calledIn: calledIn === undefined ? undefined : join(folder, calledIn),
    };
    expect(projectRegistry(place)).toBe(found === undefined ? undefined : join(folder, found));
  });

  it("is not that of another project, from whose folder `pulumi --cwd` was called", () => {
    const folder = made(PACK, "infra/Pulumi.yaml", `infra/${REGISTRY}`);
    const place = { folder: join(folder, PACK).replace(/\/$/, ""), calledIn: join(folder, "infra") };
    expect(projectRegistry({ ...place, project: "billing" })).toBeUndefined();
    expect(projectRegistry({ ...place, project: "shop" })).toBe(join(folder, "infra", REGISTRY));
  });
});
