import type { EnforcementLevel } from "@pulumi/policy";
import type { EnforcementLevel as WrittenLevel } from "@pulumi/pulumi/proto/analyzer_pb.js";
import { analyzer } from "./sdk.ts";

const { ADVISORY, MANDATORY, DISABLED, REMEDIATE } = analyzer.EnforcementLevel;

const WRITTEN: Readonly<Record<EnforcementLevel, WrittenLevel>> = {
  advisory: ADVISORY,
  mandatory: MANDATORY,
  disabled: DISABLED,
  remediate: REMEDIATE,
};

const LEVELS = Object.keys(WRITTEN) as EnforcementLevel[];

/** A level as the engine reads it. @throws Error that names those that there are */
export function writtenLevel(level: EnforcementLevel): WrittenLevel {
  if (!LEVELS.includes(level))
    throw new Error(`There is no enforcement level "${level}". Type one of ${LEVELS.join(", ")}.`);
  return WRITTEN[level];
}

/** A level that the engine wrote. @throws Error for one that this version does not know */
export function readLevel(written: WrittenLevel): EnforcementLevel {
  const level = LEVELS.find((each) => WRITTEN[each] === written);
  if (level === undefined) throw new Error(`Pulumi's enforcement level ${written} is not known.`);
  return level;
}
