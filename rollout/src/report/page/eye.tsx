import type { ChangeGroup, PreviewReport } from "../schema.ts";
import { isRisky, type Deviation, type Plan } from "../shown/deviations.ts";
import { gapsOf, measuresText, reachOf, reachText } from "../shown/reach.ts";
import { counted, oneLine, sentence } from "../shown/text.ts";
import { failuresOf, violationsOf } from "../shown/troubles.ts";
import { Failures, Message, MESSAGE_LIMIT } from "./failures.tsx";
import { Badge, Name, outcomesOf, Resource, Tenants } from "./parts.tsx";

const RESOURCES_LIMIT = 10;
const PATHS_LIMIT = 8;

interface EyeProps {
  groups: ChangeGroup[];
  unlike: Deviation[];
  report: PreviewReport;
}

/** Everything that a person has to look at: failures, policies, replacements and deletions, unlike plans, what was not counted. */
export function Eye({ groups, unlike, report }: EyeProps) {
  const parts = [
    failuresOf(report).length > 0 && <h3>Failures</h3>,
    <Failures report={report} outcomesOf={(stacks) => outcomesOf(stacks, report)} />,
    <Violations report={report} />,
    <Risks groups={groups} report={report} />,
    <Deviations unlike={unlike} report={report} />,
    <Gaps report={report} />,
  ];
  const isQuiet =
    !groups.some(isRisky) &&
    unlike.length === 0 &&
    [failuresOf, violationsOf, gapsOf].every((of) => of(report).length === 0);
  return (
    <section aria-labelledby="eye">
      <h2 id="eye">Needs your eye</h2>
      {isQuiet ? (
        <p>Nothing: no failures, replacements, deletions or unlike plans, and everything was counted.</p>
      ) : (
        parts
      )}
    </section>
  );
}

function Violations({ report }: { report: PreviewReport }) {
  const violations = violationsOf(report);
  if (violations.length === 0) return null;
  return (
    <>
      <h3>Policies</h3>
      {violations.map(({ pack, policy, message, isMandatory, resource, stacks }) => (
        <div class={isMandatory ? "item risk" : "item"} data-in={outcomesOf(stacks, report)}>
          <div>
            <Badge kind={isMandatory ? "mandatory" : "advisory"}>
              {isMandatory ? "mandatory" : "advisory"}
            </Badge>{" "}
            <Name of={policy} /> of <Name of={pack} />
            {resource !== undefined && (
              <>
                {" "}
                for <Name of={resource} />
              </>
            )}{" "}
            in <Tenants stacks={stacks} report={report} />
          </div>
          <Message text={message} />
        </div>
      ))}
    </>
  );
}

function Risks({ groups, report }: { groups: ChangeGroup[]; report: PreviewReport }) {
  if (!groups.some(isRisky)) return null;
  return (
    <>
      <h3>Replacements and deletions</h3>
      {groups.map(
        (group, index) =>
          isRisky(group) && (
            <div class="item risk" data-in={outcomesOf(group.stacks, report)}>
              <Badge kind={group.operation}>{group.operation}</Badge>{" "}
              <a href={`#change-${index + 1}`}>
                <Resource of={group} />
              </a>{" "}
              in {counted(group.stacks.length, "tenant")}. Reaches: {reachText(reachOf(group))}.
              {group.refusals.length > 0 &&
                ` Would be refused in ${counted(group.refusals.length, "tenant")}.`}
            </div>
          ),
      )}
    </>
  );
}

function Deviations({ unlike, report }: { unlike: Deviation[]; report: PreviewReport }) {
  if (unlike.length === 0) return null;
  return (
    <>
      <h3>Unlike their peers</h3>
      {unlike.map((deviation) => (
        <div
          class="item risk"
          data-in={outcomesOf(
            deviation.others.flatMap(({ stacks }) => stacks),
            report,
          )}
        >
          <div>
            <Resource of={deviation} />: {counted(deviation.peers.stacks.length, "tenant")}{" "}
            {planText(deviation.peers)}.
          </div>
          {deviation.others.map((plan) => (
            <div>
              Unlike them, <Tenants stacks={plan.stacks} report={report} />:{" "}
              {planText({ ...plan, stacks: [] })}.
            </div>
          ))}
        </div>
      ))}
    </>
  );
}

function planText({ group, stacks }: Plan): string {
  const one = stacks.length === 1;
  if (!group) return one ? "plans nothing for it" : "plan nothing for it";
  const paths = group.changes.slice(0, PATHS_LIMIT).map(({ path }) => oneLine(path));
  if (group.changes.length > paths.length)
    paths.push(counted(group.changes.length - paths.length, "more property", "more properties"));
  return `${group.operation}${one ? "s" : ""} it${paths.length > 0 ? `: ${sentence(paths)}` : ""}`;
}

function Gaps({ report }: { report: PreviewReport }) {
  const gaps = gapsOf(report);
  if (gaps.length === 0) return null;
  return (
    <>
      <h3>Not counted</h3>
      {gaps.map(({ reason, measures, resources, stacks }) => (
        <div class="item" data-in={outcomesOf(stacks, report)}>
          {measuresText(measures)} of{" "}
          {resources.slice(0, RESOURCES_LIMIT).map((resource, index) => (
            <>
              {index > 0 ? ", " : ""}
              <Resource of={resource} />
            </>
          ))}
          {resources.length > RESOURCES_LIMIT &&
            ` and ${counted(resources.length - RESOURCES_LIMIT, "more resource")}`}{" "}
          in <Tenants stacks={stacks} report={report} />: {oneLine(reason, MESSAGE_LIMIT)}
        </div>
      ))}
    </>
  );
}
