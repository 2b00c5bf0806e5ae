import type { Change } from "../../dynamic/change.ts";
import { deleteOnce, explaining, notice } from "../../dynamic/writing.ts";
import { integrationClaim } from "../claims.ts";
import { requirePermission } from "../permitted.ts";
import { refuseDeleteInUse } from "./instances.ts";

/** Deletes an integration that no instance uses, or says that it stays. */
export function deletion({
  name,
  customer,
  deleteOnDestroy,
}: {
  name: string;
  customer?: string | undefined;
  deleteOnDestroy?: boolean | string | undefined;
}): Change {
  if (deleteOnDestroy !== true) {
    return {
      announced: [],
      settles: [],
      send({ session }) {
        notice(
          `Integration "${name}" stays in ${session.tenant}: it is deleted only with deleteOnDestroy: true.`,
        );
        return Promise.resolve();
      },
    };
  }
  return {
    announced: [{ field: "deleteIntegration", stableKey: name }],
    settles: [],
    releases: [integrationClaim(name, customer)],
    async send({ session, id }) {
      const current = await session.integrations.byId(id);
      if (current === undefined) return;
      const what = `Integration "${name}" was not deleted`;
      requirePermission(session, current.allowRemove, { mutation: "deleteIntegration", what });
      await refuseDeleteInUse(session, id, name);
      await explaining(session, what, () =>
        deleteOnce(
          () => session.integrations.delete(id),
          async () => (await session.integrations.byId(id)) !== undefined,
        ),
      );
    },
  };
}
