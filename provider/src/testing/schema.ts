import { readFileSync } from "node:fs";
import { buildSchema, extendSchema, parse } from "graphql";

const dataFile = (name: string) =>
  readFileSync(new URL(`../../../emulator/data/${name}`, import.meta.url), "utf8");

/** Prismatic's schema of January 2026. */
export const olderSchema = buildSchema(dataFile("prismatic.graphql"), { assumeValidSDL: true });

/** The same with the types and fields that newer clients use. */
export const newerSchema = extendSchema(olderSchema, parse(dataFile("newer.graphql")), {
  assumeValidSDL: true,
});
