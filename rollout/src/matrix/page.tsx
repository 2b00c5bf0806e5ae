import { fleetPage } from "../fleet/page.tsx";
import { Name, Scroll } from "../report/page/parts.tsx";
import { counted, oneLine } from "../report/shown/text.ts";
import type { MatrixKey, MatrixReport } from "./schema.ts";
import { differenceLines, signOf, type Sign } from "./text.ts";
import { matrixView } from "./view.ts";

/** Keys up to which all details are unfolded. */
const UNFOLDED = 12;

/** Characters of one line of a difference. */
const LINE_LIMIT = 2000;

const CELLS: Record<Sign, { word: string; color: string }> = {
  "=": { word: "as most", color: "none" },
  "~": { word: "differs", color: "update" },
  "-": { word: "missing", color: "replace" },
  "?": { word: "not read", color: "failed" },
};

/** Writes the stable keys of many tenants as a page; see {@link fleetPage}. */
export function matrixPage(report: MatrixReport): string {
  const differing = report.keys.filter(({ agrees }) => !agrees);
  const agreeing = report.keys.filter(({ agrees }) => agrees);
  return fleetPage(matrixView(report), {
    sections: [
      { id: "differ", title: "Keys that differ", content: <Differing keys={differing} report={report} /> },
      { id: "agree", title: "Keys that agree", content: <Agreeing keys={agreeing} /> },
    ],
    items: "keys that differ",
    made: [
      `prismatic-rollout matrix compared the connections of all tenants by stable key, from the ${report.source}, and changed nothing.`,
      "Tenants that failed are in no sum. Of a secret it shows only that it is set.",
    ],
  });
}

function Differing({ keys, report }: { keys: MatrixKey[]; report: MatrixReport }) {
  if (keys.length === 0) return <p>None in the tenants that were read.</p>;
  return (
    <>
      <Scroll label="Stable keys by tenants">
        <table class="matrix">
          <caption>
            {counted(keys.length, "stable key")} by {counted(report.stacks.length, "tenant")}
          </caption>
          <thead>
            <tr>
              <td>Stable key</td>
              {report.stacks.map(({ stack }) => (
                <th scope="col">
                  <Name of={stack} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {keys.map((key) => (
              <tr>
                <th scope="row">
                  <Name of={key.key} />
                </th>
                {report.stacks.map(({ stack, status }) => {
                  const { word, color } = CELLS[signOf(key, stack, status)];
                  return <td class={color}>{word}</td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {keys.map((key, index) => (
        <article class="group" aria-labelledby={`key-${index + 1}`} data-kind="change" data-in="read">
          <h3 id={`key-${index + 1}`}>
            <Name of={key.key} />
          </h3>
          <details open={keys.length <= UNFOLDED}>
            <summary>What differs</summary>
            <ul>
              {differenceLines(key).map((line) => (
                <li>
                  <code>{oneLine(line, LINE_LIMIT)}</code>
                </li>
              ))}
            </ul>
          </details>
        </article>
      ))}
    </>
  );
}

function Agreeing({ keys }: { keys: MatrixKey[] }) {
  if (keys.length === 0) return <p>None.</p>;
  return (
    <ul class="names">
      {keys.map(({ key }) => (
        <li class="name">{oneLine(key) || "(empty)"}</li>
      ))}
    </ul>
  );
}
