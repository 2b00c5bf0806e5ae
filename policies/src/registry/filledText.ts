import { z } from "zod";

/**
 * Schema of a text that is not empty. zod's own `min` asks any value for its `length`, and throws where that is no
 * number; the JSON Schema is the same.
 */
export const filledText = z
  .string()
  .refine((text) => text !== "", "must not be empty")
  .meta({ minLength: 1 });
