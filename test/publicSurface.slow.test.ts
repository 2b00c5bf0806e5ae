import { expect, it } from "vitest";
import { checkSurface, surfaceReports } from "../tools/checks/surface.mjs";

it("What the packages declare is as their reports say: npm run write:api writes them anew", () => {
  expect(checkSurface({ write: false })).toEqual([]);
});

it("Every argument and option has a docstring", () => {
  const declarations = surfaceReports().flatMap(({ path, text }) => {
    const found = text.matchAll(
      /^(?:export )?interface (\w*(?:Args|Options|Listing|Configurations|Tokens|Attributes))\b.*?^}/gms,
    );
    return [...found].map(([declaration, name]) => ({ name: `${name} in ${path}`, declaration }));
  });
  expect(declarations.length).toBeGreaterThan(15);
  const missing = declarations.filter(({ declaration }) => declaration.includes("(undocumented)"));
  expect(missing.map(({ name }) => name)).toEqual([]);
});

it("The provider's declarations name no package but Pulumi's SDK", () => {
  const named = surfaceReports()
    .filter(({ path }) => path.startsWith("provider"))
    .flatMap(({ text }) => [...text.matchAll(/^import .* from '(.*)';$/gm)].map(([, name]) => name));
  expect([...new Set(named)]).toEqual(["@pulumi/pulumi"]);
});
