import type { TenantStatus } from "./upReport.ts";

/** A wave as a rollout announces it. */
export interface AnnouncedWave {
  name: string;
  stacks: readonly string[];
}

/** Shows how a rollout goes on, on standard error. */
export interface UpProgress {
  /** Called once, before the first preview. */
  begins(waves: readonly AnnouncedWave[]): void;
  waveBegins(wave: AnnouncedWave): void;
  previewBegins(stack: string): void;
  previewEnds(stack: string): void;
  statusChanges(stack: string, status: TenantStatus): void;
  /** Tells something of a stack, a gate or the whole rollout. */
  tells(text: string): void;
  /** Writes nothing while a person is asked. */
  pausedFor<Answer>(ask: () => Promise<Answer>): Promise<Answer>;
  /** Called once, at the end. */
  close(): void;
}

/** One line for each change of a tenant's status. */
export function plainProgress(write: (text: string) => void): UpProgress {
  const line = (text: string) => write(`${text}\n`);
  return {
    begins: () => undefined,
    waveBegins: ({ name, stacks }) => line(`Wave ${name}: ${stacks.length} stacks`),
    previewBegins: () => undefined,
    previewEnds: () => undefined,
    statusChanges: (stack, status) => line(`${stack}: ${status}`),
    tells: line,
    pausedFor: (ask) => ask(),
    close: () => undefined,
  };
}
