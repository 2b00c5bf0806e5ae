/** Facts that a message has to tell. */
export interface Expected {
  /** Ways to name the tenant. */
  tenant: readonly string[];
  /** Ways to name the resource; undefined where Pulumi's line that shows the message is enough. */
  resource: readonly string[] | undefined;
}

const LONGEST = 1500;

/** Words that say what is left as it was, or may not be. */
const LEFT =
  /Nothing (?:more )?was (?:changed|sent)|It is as it was before|may have been carried out|Whether it was carried out|(?:was|were) not (?:all )?(?:\w+)|keeps (?:what it had|version)|no usable version|is imported into/;

/** A command, a setting, or another thing to do. */
const NEXT =
  /pulumi (?:up|refresh|config|destroy)|[Rr]un the command again|prismatic:\w+|Let POST requests|Let requests|Check (?:that|the|prismatic)|first message of this run|the next run tries/;

/** Finds what a message lacks for somebody who reads it: an empty list for a clear one. */
export function faultsOf(message: string, { tenant, resource }: Expected): string[] {
  const problems: string[] = [];
  if (message.trim() === "") problems.push("it is empty");
  if (message.includes("\n")) problems.push("it has several lines");
  if (message.length > LONGEST) problems.push(`it has ${message.length} characters`);
  if (/Internal error|(?<!received )\bundefined\b|\[object |NaN|^\s+at /m.test(message))
    problems.push("it shows internals");
  if (!tenant.some((name) => message.includes(name))) problems.push("it names no tenant");
  if (resource?.some((name) => message.includes(name)) === false) problems.push("it names no resource");
  if (!LEFT.test(message)) problems.push("it does not say what is left unchanged");
  if (!NEXT.test(message)) problems.push("it does not say what to do next");
  return problems;
}
