/**
 * True for a text that is not empty. Schemas refine texts with it: zod's own `min` asks any value for its `length`, and
 * one that is no number ends the reading with an error of JavaScript.
 */
export const isFilled = (text: string): boolean => text !== "";
