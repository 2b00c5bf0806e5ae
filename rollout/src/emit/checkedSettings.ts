import type { z } from "zod";
import { RolloutError } from "../errors.ts";

/**
 * Checks the arguments of a command by their schema.
 *
 * @throws RolloutError that names each wrong one as it is typed
 */
export function checkedSettings<Schema extends z.ZodType>(schema: Schema, options: object): z.output<Schema> {
  const given = schema.safeParse(options);
  if (given.success) return given.data;
  const problems = given.error.issues.map((issue) => `--${dashed(String(issue.path[0]))} ${issue.message}.`);
  throw new RolloutError(
    "USAGE",
    `Nothing was written. ${problems.join(" ")}`,
    "Type the command again with these changed.",
  );
}

const dashed = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
