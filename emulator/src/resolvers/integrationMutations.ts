import { importIntegration } from "./integrationImport.ts";
import { publishIntegration, updateVersionAvailability } from "./integrationPublish.ts";

/** Changing integrations. */
export const integrationMutations = {
  importIntegration,
  publishIntegration,
  updateIntegrationVersionAvailability: updateVersionAvailability,
};
