import type { PrismaticErrorCode } from "../tenant/errors.ts";

/**
 * Every code that a failure of a command has, with what it means. A code never changes its meaning; docs/troubleshooting.md
 * explains each. The emulator, which shares no code, has the same words for its own.
 */
export const ERROR_CODES = {
  USAGE: "The command line is not one that the command takes.",
  CONFIGURATION: "The stack's configuration, the environment or the arguments cannot be used.",
  AUTHENTICATION: "The tenant does not accept the token.",
  WRONG_TENANT: "The token works, but for another tenant than the one that is meant.",
  UNREACHABLE: "No usable answer arrived from the tenant.",
  REFUSED: "Prismatic understood the request and refused it.",
  UNEXPECTED_ANSWER: "An answer does not have the form that Prismatic's schema promises.",
  PROJECT: "The Pulumi project is not found, or not as it must be.",
  PULUMI: "Pulumi's command line is missing, too old, or failed.",
  ENGINE_LOGS: "Pulumi's engine would log secrets in the clear.",
  SELECTION: "The stacks, waves or labels that were asked for are not there.",
  ROLLOUT_FILE: "rollout.yaml is not right.",
  VARIABLES: "A variable or secret that rollout.yaml names cannot be had.",
  LOCKED: "Another run holds the lock of a stack.",
  LOCK: "The lock of a rollout cannot be taken, read or given back.",
  PLAN: "What would be done is not what was approved.",
  REPORT: "A report that was to be read is not one, or does not fit the others.",
  REGISTRY: "The registry of stable keys, or what it is written from, is not understood.",
  FILE: "A file or folder cannot be read or written, or is there already.",
  ADDRESS_IN_USE: "Another process listens on the port.",
  INTERRUPTED: "The command was interrupted.",
  INTERNAL: "The command has a mistake of its own.",
} as const satisfies Record<PrismaticErrorCode, string> & Record<string, string>;

/** Code of a failure, as its list has it. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** The code as people and programs see it, such as `PRISMATIC_LOCKED`. */
export const shownCode = (code: ErrorCode): string => `PRISMATIC_${code}`;
