/** A reusable connection as the tenant has it. */
export interface FoundConnection {
  id: string;
  key: string;
  stableKey: string;
  description: string;
  variableScope: string;
  managedBy: string;
  status: string | null;
  connection: { key: string; component: { key: string } } | null;
  inputs: { nodes: { name: string; value: string; hasValue: boolean; meta: string }[] };
}

/** A version of a component as the tenant has it. */
export interface FoundComponentVersion {
  id: string;
  key: string;
  label: string;
  public: boolean;
  versionNumber: number;
  signature: string;
  versionComment: string | null;
  versionAttributes: string | null;
  iconUrl: string | null;
  customer: { externalId: string } | null;
  connections: { nodes: { key: string; iconUrl: string | null; inputs: { nodes: { key: string }[] } }[] };
}
