/** One resource in the state. */
export interface StateResource {
  urn: string;
  type: string;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  initErrors?: string[];
  provider?: string;
  sourcePosition?: string;
}

/** The output of `pulumi stack export`. */
export interface StackExport {
  version: number;
  deployment: {
    manifest: { time: string };
    secrets_providers?: { type: string; state: object };
    resources?: StateResource[];
    pending_operations?: { type: string; resource: StateResource }[];
  };
}

/** The file of a stack in a backend that is a folder. */
export interface StateFile {
  version: number;
  checkpoint: { latest?: StackExport["deployment"] };
}

/** One step of `pulumi preview --json`. */
export interface PreviewStep {
  op: string;
  urn: string;
  oldState?: StateResource;
  newState?: StateResource;
  diffReasons?: string[] | null;
  replaceReasons?: string[] | null;
  detailedDiff?: Record<string, { kind: string; inputDiff: boolean }> | null;
}

/** The output of `pulumi preview --json`. */
export interface PreviewJson {
  steps: PreviewStep[];
  changeSummary: Record<string, number>;
  diagnostics?: { message: string; severity: string; urn?: string }[];
}
