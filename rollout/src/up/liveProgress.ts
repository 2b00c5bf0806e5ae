import { clearScreenDown, moveCursor } from "node:readline";
import { liveLines, type LiveTenant, type LiveWave } from "./liveLines.ts";
import type { UpProgress } from "./progress.ts";

/** Milliseconds between two paintings, so that the seconds of what runs go on. */
const INTERVAL = 250;

/** A list on a terminal that shows which stacks run, which wait, and how long the others took. */
export function liveProgress(terminal: NodeJS.WriteStream): UpProgress {
  const tenants = new Map<string, LiveTenant>();
  let waves: LiveWave[] = [];
  let painted = 0;
  let isPaused = false;
  let timer: NodeJS.Timeout | undefined;

  const erase = () => {
    if (painted > 0) moveCursor(terminal, 0, -painted);
    clearScreenDown(terminal);
    painted = 0;
  };
  const paint = () => {
    if (isPaused || waves.length === 0) return;
    // The cursor stands below the list, and a line of full width would take two.
    const size = { rows: terminal.rows - 1, columns: terminal.columns - 1, now: Date.now() };
    const lines = liveLines(waves, tenants, size);
    erase();
    terminal.write(lines.map((line) => `${line}\n`).join(""));
    painted = lines.length;
  };
  const change = (stack: string, changed: (tenant: LiveTenant) => LiveTenant) => {
    tenants.set(stack, changed(tenants.get(stack) ?? { status: "outdated" }));
    paint();
  };

  return {
    begins(announced) {
      waves = announced.map((wave) => ({ ...wave, hasBegun: false }));
      timer = setInterval(paint, INTERVAL);
      paint();
    },
    waveBegins({ name }) {
      waves = waves.map((wave) => (wave.name === name ? { ...wave, hasBegun: true } : wave));
      paint();
    },
    previewBegins(stack) {
      change(stack, ({ status }) => ({ status, work: { what: "preview", since: Date.now() } }));
    },
    previewEnds(stack) {
      change(stack, ended);
    },
    statusChanges(stack, status) {
      change(stack, (tenant) =>
        status === "running"
          ? { status, work: { what: "update", since: Date.now() } }
          : { ...ended(tenant), status },
      );
    },
    tells(text) {
      if (!isPaused) erase();
      terminal.write(`${text}\n`);
      paint();
    },
    async pausedFor(ask) {
      paint();
      isPaused = true;
      painted = 0;
      try {
        return await ask();
      } finally {
        isPaused = false;
        paint();
      }
    },
    close() {
      clearInterval(timer);
      paint();
      isPaused = true;
    },
  };
}

function ended({ work, ...tenant }: LiveTenant): LiveTenant {
  if (work === undefined) return tenant;
  return { ...tenant, took: { what: work.what, milliseconds: Date.now() - work.since } };
}
