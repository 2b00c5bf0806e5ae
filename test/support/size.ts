import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** `npm test` tries a sample, `npm run test:long` the numbers that are promised. */
    size: "sample" | "promised";
  }
}

/** True where this run is for the promised numbers. */
export const isPromised = inject("size") === "promised";

/** The size that a test has in this run. */
export const sized = <Size>(sizes: { sample: Size; promised: Size }): Size =>
  isPromised ? sizes.promised : sizes.sample;
