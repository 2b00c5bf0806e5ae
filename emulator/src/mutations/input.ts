import type { Collection, Stored } from "../database.ts";
import { isVisible } from "../connectionTree.ts";
import { found, notImplemented, recordNotFound, refuse } from "../errors.ts";
import type { ConnectionRecord } from "../model.ts";
import { given, type ApiRequest } from "../request.ts";
import { findRevision, type IntegrationRevision } from "../revisions.ts";
import type { Tenant } from "../tenant.ts";

/** An input that names the object by its id. */
export interface ById {
  id?: string | null;
}

/** The row of a table that a mutation means. */
export function existing<T extends Stored>(table: Collection<T>, id: string | null | undefined): T {
  if (!id) refuse("id", "This field is required.");
  return found(table.get(id));
}

/** The connection that a mutation means; another person's own credentials are as good as missing. */
export function existingConnection(request: ApiRequest, id: string | null | undefined): ConnectionRecord {
  const record = existing(request.tenant.connections, id);
  if (!isVisible(request, record)) throw recordNotFound();
  return record;
}

/** The draft or the version of an integration that a mutation means. */
export function existingRevision(tenant: Tenant, id: string | null | undefined): IntegrationRevision {
  if (!id) refuse("id", "This field is required.");
  return found(findRevision(tenant, id));
}

/** Refuses a name of white space. */
export function refuseBlankName(name: string | null | undefined): void {
  if (name?.trim() === "") refuse("name", "This field cannot be blank.");
}

/** Fails where a mutation sends something that the emulator leaves out, instead of ignoring it. */
export function refuseUnimplemented(input: object, names: readonly string[]): void {
  for (const [name, value] of Object.entries(input)) {
    if (names.includes(name) && given(value)) throw notImplemented(`the input "${name}"`);
  }
}
