import type {
  AnalyzeRequest,
  AnalyzeResponse,
  AnalyzerInfo,
  PolicyInfo,
  RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb.js";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb.js";
import { configSchema } from "../judging.ts";
import type { Completion, Judge, Verdict } from "./judges.ts";
import { writtenLevel } from "./levels.ts";
import { analyzer, Struct, Value } from "./sdk.ts";

/** Name and version of a pack, as the engine prints them. */
export interface PackTitle {
  name: string;
  version: string;
}

/** What a pack says of itself and its policies. */
export function infoAnswer({ name, version }: PackTitle, judges: readonly Judge[]): AnalyzerInfo {
  return new analyzer.AnalyzerInfo()
    .setName(name)
    .setVersion(version)
    .setSupportsconfig(true)
    .setPoliciesList(judges.map(policyInfo));
}

function policyInfo({ policy, level, defaults }: Judge): PolicyInfo {
  const { POLICY_TYPE_RESOURCE, POLICY_TYPE_STACK } = analyzer.PolicyType;
  const properties = configSchema(policy, defaults).properties as Record<string, JavaScriptValue>;
  return new analyzer.PolicyInfo()
    .setName(policy.name)
    .setDescription(policy.description)
    .setEnforcementlevel(writtenLevel(level))
    .setPolicyType(policy.validateStack ? POLICY_TYPE_STACK : POLICY_TYPE_RESOURCE)
    .setConfigschema(new analyzer.PolicyConfigSchema().setProperties(Struct.fromJavaScript(properties)));
}

/** What the policies found. */
export function violationsAnswer(pack: PackTitle, verdicts: readonly Verdict[]): AnalyzeResponse {
  const diagnostics = verdicts.map(({ policy: { name, description }, level, message, urn = "" }) =>
    new analyzer.AnalyzeDiagnostic()
      .setPolicyname(name)
      .setPolicypackname(pack.name)
      .setPolicypackversion(pack.version)
      .setDescription(description)
      .setMessage(`${description}\n${message}`)
      .setEnforcementlevel(writtenLevel(level))
      .setUrn(urn),
  );
  return new analyzer.AnalyzeResponse().setDiagnosticsList(diagnostics);
}

/** A resource's arguments with what was missing; those that it has are sent back as they came. */
export function completionsAnswer(
  pack: PackTitle,
  request: AnalyzeRequest,
  completing: readonly Judge[],
  completions: readonly Completion[],
): RemediateResponse {
  const properties = request.getProperties() ?? new Struct();
  const remediations = completions.map(({ policy: { name, description }, missing }) => {
    for (const [argument, text] of Object.entries(missing))
      properties.getFieldsMap().set(argument, new Value().setStringValue(text));
    return new analyzer.Remediation()
      .setPolicyname(name)
      .setPolicypackname(pack.name)
      .setPolicypackversion(pack.version)
      .setDescription(description)
      .setProperties(properties);
  });
  const unable = completing
    .filter(({ policy }) => policy.completeResource === undefined)
    .map(({ policy: { name } }) =>
      new analyzer.PolicyNotApplicable()
        .setPolicyName(name)
        .setReason("Policy does not implement remediateResource"),
    );
  return new analyzer.RemediateResponse().setRemediationsList(remediations).setNotApplicableList(unable);
}
