import { contentsOf, removeCredentials, type Contents } from "../../support/contents.ts";
import type { Declared } from "../../support/declaration.ts";
import type { PulumiProject } from "../../support/pulumi.ts";
import type { TenantOptions, TestTenant } from "../../support/tenant.ts";

/** Stages that a case declares one after the other: at first, with other values, and so that a new object is needed. */
export type Stage = "first" | "changed" | "replaced";

type Holds = NonNullable<TenantOptions["holds"]>;

type Partially<Value> = Value extends object ? { [Name in keyof Value]?: Partially<Value[Name]> } : Value;

/** Contents that the tenant must have, and no others; `(set)` stands for any secret of the suite. */
export interface ExpectedContents {
  connections?: Record<string, Partially<Contents["connections"][string]>>;
  components?: Record<string, Partially<Contents["components"][string]>>;
  integrations?: Record<string, Partially<Contents["integrations"][string]>>;
  credentials?: Record<string, object | undefined>;
}

/**
 * The life of a resource or of a few that belong together, as data. All cases live in one program, so names, stable
 * keys and, where there is a flag, components must be the case's own. Secrets begin with {@link SECRET}.
 */
export interface LifeCase {
  title: string;
  /** Contents of the tenant before Pulumi comes. */
  holds?: Holds;
  /** Things that have to be there besides, such as files beside the program. */
  prepare?: (tenant: TestTenant, project: PulumiProject) => Promise<void>;
  declare(stage: Stage): Declared[];
  contents(stage: Stage): ExpectedContents;
  /** Checks what else has to be true of the tenant at a stage. */
  verify?: (tenant: TestTenant, stage: Stage) => Promise<void>;
  /**
   * Fate of a resource when the tenant creates connections and drafts of integrations and refuses everything
   * else: the state knows it, or it is missing; and what the error says of it. A resource that is not named is complete.
   */
  refusal: Record<string, { kept: boolean; says: string }>;
  /** The inputs in which a reviewer sees the change from `first` to `changed`, by resource. */
  shows: Record<string, string[]>;
  /** The mutations of that change which are no updates of connections or credentials. */
  sends?: string[];
  /** Somebody changes what is there. */
  drift: {
    happen: (tenant: TestTenant) => Promise<void>;
    /** Lines of a refresh that show it, by resource; a resource that is not named shows none. */
    shown: Record<string, string[]>;
    /** Secrets that the repair has to send again. */
    resent?: string[];
  };
  /** Somebody deletes what is there. */
  loss: {
    happen: (tenant: TestTenant) => Promise<void>;
    /** The resources that are created again. */
    created: string[];
  };
  /** The resources that `replaced` replaces; of connections, the stable keys before and afterwards. */
  replaced: Record<string, { from: string; to: string } | undefined>;
  /** The resources of a type that is never replaced, whatever it becomes: `replaced` updates them, and deletes none. */
  neverReplaced?: string[];
}

/** Begins every secret of a case. */
export const SECRET = "hush";

/** A secret of a case: one that changes with the stage, or always the same. */
export const secret = (what: string, stage?: Stage): string =>
  `${SECRET}-${what}-${stage === undefined ? "stays" : endOf(stage)}`;

/** Endings of the values that change from `first` to `changed`. */
export const endOf = (stage: Stage): string => (stage === "first" ? "1" : "2");

/** A value as it is for all customers. */
export const globally = (value: string) => ({
  value,
  meta: { managedBy: "org", inputScope: "org" } as const,
});

/** Deletes a connection as somebody does in the web app: the credentials first, where the tenant insists on it. */
export async function removeConnection(tenant: TestTenant, stableKey: string): Promise<void> {
  const { credentials } = await contentsOf(tenant);
  for (const place of Object.keys(credentials).filter((each) => each.startsWith(`${stableKey}/`))) {
    await removeCredentials(tenant, place);
  }
  await tenant.remove(stableKey);
}
