import { z } from "zod";
import { didYouMean } from "../../dynamic/suggest.ts";
import type { ConnectionClass } from "../../resources/names.ts";
import { isLoopback } from "../../tenant/address.ts";
import { CommandError } from "../../commandLine/failure.ts";

/** Names that Pulumi takes for projects and stacks. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/;
const STABLE_KEY = /^(?=.{1,64}$)[a-z0-9]+(-[a-z0-9]+)*$/;
const INPUT = /^[A-Za-z][\w.-]{0,99}$/;

/** Judges of single answers: each says what is wrong, or nothing. The questions and the schema share them. */
export const JUDGES = {
  name: matching(NAME, "letters, digits, _, . and -, such as acme-connections"),
  stableKey: matching(STABLE_KEY, "lower-case letters, digits and single hyphens, such as slack-oauth"),
  input: matching(INPUT, "the key of an input, such as clientId"),
  filled: (text: string) => (text.trim() === "" ? "must not be empty" : undefined),
  url: (text: string) => {
    const url = URL.parse(text.trim());
    const isSafe =
      url !== null && (url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url)));
    return isSafe ? undefined : "must be an address such as https://app.prismatic.io";
  },
  tenantId: matching(
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    "the id of a tenant (a UUID), as prism me prints it",
  ),
} as const;

function matching(pattern: RegExp, expected: string): (text: string) => string | undefined {
  return (text) => (pattern.test(text) ? undefined : `must be ${expected}`);
}

const judged = (judge: (text: string) => string | undefined) =>
  z.string().superRefine((text, context) => {
    const problem = judge(text);
    if (problem !== undefined) context.addIssue(problem);
  });

const connection = z
  .strictObject({
    component: judged(JUDGES.filled),
    connectionType: judged(JUDGES.filled).optional(),
    whose: z.enum(["customer", "organization", "user"], "must be customer, organization or user"),
    suppliedBy: z.enum(["customer", "organization"], "must be customer or organization").optional(),
    stableKey: judged(JUDGES.stableKey),
    name: judged(JUDGES.filled),
    description: z.string().optional(),
    /** Values of this stack, by input; an empty one is set later. */
    globalValues: z.record(judged(JUDGES.input), z.string()).default({}),
    globalSecrets: z.array(judged(JUDGES.input)).default([]),
    redeployInstances: z.enum(["never", "onChange"], "must be never or onChange").default("never"),
  })
  .superRefine(({ whose, suppliedBy, globalValues, globalSecrets }, context) => {
    if (whose !== "customer" && suppliedBy !== undefined) {
      context.addIssue(
        `suppliedBy is asked for customers' credentials only; leave it out where they are the ${whose}'s`,
      );
    }
    const twice = globalSecrets.find((input) => Object.hasOwn(globalValues, input));
    if (twice !== undefined)
      context.addIssue(`${twice} is under globalValues and under globalSecrets; take one out`);
  });

const answers = z
  .strictObject({
    project: judged(JUDGES.name),
    stack: judged(JUDGES.name).default("dev"),
    url: judged(JUDGES.url).default("https://app.prismatic.io"),
    tenantId: judged(JUDGES.tenantId).optional(),
    connections: z.array(connection),
  })
  .superRefine(({ connections }, context) => {
    const keys = connections.map(({ stableKey }) => stableKey);
    const twice = keys.find((key, index) => keys.indexOf(key) !== index);
    if (twice !== undefined) context.addIssue(`two connections have the stable key ${twice}`);
  });

/** A connection, by the answers to the questions of Prismatic's wizard. */
export type ConnectionAnswers = z.output<typeof connection>;

/** Everything that a new project is written from. */
export type Answers = z.output<typeof answers>;

/** The same as people give it: what has a default may be left out. */
export type GivenAnswers = z.input<typeof answers>;

/**
 * Checks answers, wherever they come from.
 *
 * @throws CommandError that names each wrong one, and what is expected
 */
export function checkedAnswers(given: unknown): Answers {
  const parsed = answers.safeParse(given, { reportInput: true });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const at = issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
    if (issue.code === "unrecognized_keys") {
      const names = issue.path.length === 0 ? answers : connection;
      return issue.keys
        .map((key) => `${at}there is no answer ${key}.${didYouMean(key, Object.keys(names.shape))}`)
        .join("\n  ");
    }
    return `${at}${issue.input === undefined && at !== "" ? "is missing" : issue.message}`;
  });
  throw new CommandError({
    code: "USAGE",
    message: `These answers make no project, so nothing was written:\n  ${problems.join("\n  ")}`,
    next: "Mend the answers and type the command again.",
  });
}

/** The class that declares a connection, by whose credentials it has and who supplies them. */
export function classFor({
  whose,
  suppliedBy,
}: Pick<ConnectionAnswers, "whose" | "suppliedBy">): ConnectionClass {
  if (whose === "user") return "UserConnection";
  if (whose === "organization") return "OrganizationGlobalConnection";
  return suppliedBy === "organization" ? "OrganizationCustomerConnection" : "CustomerConnection";
}
