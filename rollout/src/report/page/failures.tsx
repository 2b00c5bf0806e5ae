import { clip, linesOf, oneLine } from "../shown/text.ts";
import { failuresOf, type Failing } from "../shown/troubles.ts";
import { Badge, Name, Tenants } from "./parts.tsx";

/** Characters of one message that are shown. */
export const MESSAGE_LIMIT = 8000;

/**
 * Failures with the next step.
 *
 * @param outcomesOf gives the outcomes of tenants, as the counters' filter reads them
 */
export function Failures({
  report,
  outcomesOf,
}: {
  report: Failing;
  outcomesOf: (stacks: string[]) => string;
}) {
  return (
    <>
      {failuresOf(report).map(({ stacks, resource, message, nextStep }) => (
        <div class="item grave" data-in={outcomesOf(stacks)}>
          <div>
            <Badge kind="failed">failed</Badge> <Tenants stacks={stacks} report={report} />
            {resource !== undefined && (
              <>
                , resource <Name of={resource} />
              </>
            )}
          </div>
          <Message text={message} />
          <div>
            <strong>Next:</strong> {oneLine(nextStep, MESSAGE_LIMIT)}
          </div>
        </div>
      ))}
    </>
  );
}

/** A message of several lines. */
export function Message({ text }: { text: string }) {
  return (
    <pre class="message">
      <code>{linesOf(clip(text, MESSAGE_LIMIT)).join("\n")}</code>
    </pre>
  );
}
