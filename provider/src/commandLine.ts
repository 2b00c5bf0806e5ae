// The frame that the commands of these packages share: help, completion, failures with codes. It loads commander and
// nothing that talks to a tenant.
import "./nodeVersion.ts";
export { ERROR_CODES, shownCode, type ErrorCode } from "./commandLine/errorCodes.ts";
export { PrismaticError } from "./tenant/errors.ts";
export { CommandError, type Failure } from "./commandLine/failure.ts";
export { commandLine, runProgram, withExamples } from "./commandLine/program.ts";
export { whileWaiting } from "./commandLine/waiting.ts";
export { meantStack, stableKeysHere, stacksHere } from "./commandLine/projectValues.ts";
