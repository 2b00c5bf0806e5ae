import { init, type EChartsOption } from "echarts";
import type { Result } from "./results.ts";

/** A chart of the document, drawn from the results. */
export interface Chart {
  /** Name of its file, without the ending. */
  file: string;
  svg: string;
}

interface Bar {
  name: string;
  value: number;
}

/** Draws the charts of what was measured. */
export function drawCharts(results: readonly Result[]): Chart[] {
  const valueOf = new Map(results.map(({ name, value }) => [name, value]));
  const bars = (names: Record<string, string>): Bar[] =>
    Object.entries(names).flatMap(([title, name]) => {
      const value = valueOf.get(name);
      return value === undefined ? [] : [{ name: title, value }];
    });
  const creation = bars({
    ours: "create 200: ours",
    "script, 8 requests under way": "create 200: script, 8 requests under way",
    script: "create 200: script",
    "textbook provider": "create 200: textbook provider",
  });
  const requests = ["create 200", "one secret in all 200", "refresh of 200", "no-op up of 200"];
  const compared = [
    "create 300, no latency",
    "create 500, no latency",
    "preview of 300",
    "preview of 1000",
    "no-op up of 300",
    "no-op up of 1000",
  ];
  const settings = results.filter(({ name }) => name.startsWith("engine: create"));
  const counts = [100, 1000, 2000];
  const charts = [
    { file: "creation", svg: barChart("Seconds to create 200 connections", creation) },
    {
      file: "requests",
      svg: groupedChart("Requests for 200 connections", requests, {
        ours: requests.map(
          (what) => valueOf.get(`requests: ${what}`) ?? valueOf.get(`requests: ${what}, quiet`),
        ),
        "batch size 1": requests.map((what) => valueOf.get(`requests: ${what}, batch size 1`)),
        "textbook provider": requests.map((what) => valueOf.get(`requests: ${what}, textbook provider`)),
      }),
    },
    {
      file: "overhead",
      svg: groupedChart("Seconds, beside resources that do nothing", compared, {
        ours: compared.map((what) => valueOf.get(`${what}: ours`)),
        nothing: compared.map((what) => valueOf.get(`${what}: nothing`)),
      }),
    },
    {
      file: "state",
      svg: barChart(
        "Bytes of state for each connection",
        bars({
          "nothing, the same arguments": "state: bytes, nothing",
          ours: "state: bytes of a connection with everything inline",
          "textbook provider": "state: bytes, textbook provider",
        }),
      ),
    },
    {
      file: "growth",
      svg: lineChart(
        "Seconds of processor time of the provider, by connections created",
        counts.flatMap((count) => {
          const value = valueOf.get(`growth: processor time of the provider creating ${count}`);
          return value === undefined ? [] : [[count, value] as const];
        }),
      ),
    },
    {
      file: "engine",
      svg: barChart(
        "Seconds to create 500 resources that do nothing, by setting",
        settings.map(({ name, value }) => ({ name: name.replace(/^.*, /, ""), value })),
      ),
    },
  ];
  return charts.filter(({ file }) => file !== "engine" || settings.length > 0);
}

const SIZE = { width: 720, height: 300 };

function draw(option: EChartsOption): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, ...SIZE });
  try {
    // Readable where the page is dark as well.
    chart.setOption({ animation: false, backgroundColor: "#ffffff", ...option });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

const title = (text: string): EChartsOption => ({
  title: { text, left: 12, top: 8, textStyle: { fontSize: 14 } },
  // Labels are a little wider than echarts takes them for without a browser.
  grid: { left: 40, right: 60, top: 56, bottom: 12, containLabel: true },
});

const label = {
  show: true,
  position: "right" as const,
  formatter: ({ value }: { value: unknown }) => shown(Number(value)),
};

function barChart(text: string, bars: readonly Bar[]): string {
  return draw({
    ...title(text),
    xAxis: { type: "value" },
    yAxis: { type: "category", inverse: true, data: bars.map(({ name }) => name) },
    series: [{ type: "bar", data: bars.map(({ value }) => value), label }],
  });
}

function groupedChart(
  text: string,
  categories: readonly string[],
  series: Record<string, readonly (number | undefined)[]>,
): string {
  return draw({
    ...title(text),
    legend: { top: 30, left: 12, itemGap: 28 },
    xAxis: { type: "value" },
    yAxis: { type: "category", inverse: true, data: [...categories] },
    series: Object.entries(series).map(([name, values]) => ({
      type: "bar",
      name,
      data: values.map((value) => value ?? null),
      label,
    })),
  });
}

function lineChart(text: string, points: readonly (readonly [number, number])[]): string {
  return draw({
    ...title(text),
    xAxis: { type: "value" },
    yAxis: { type: "value" },
    series: [{ type: "line", data: points.map((point) => [...point]), label: { show: true } }],
  });
}

const shown = (value: number): string =>
  value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
