import {
  createIntegration,
  deleteIntegration,
  forkIntegration,
  updateIntegration,
} from "./integrationChanges.ts";
import { importIntegration } from "./integrationImport.ts";
import { publishIntegration, updateVersionAvailability } from "./integrationPublish.ts";
import { validateIntegrationSchema } from "./integrationValidation.ts";

/** Changing integrations. */
export const integrationMutations = {
  createIntegration,
  deleteIntegration,
  forkIntegration,
  importIntegration,
  publishIntegration,
  updateIntegration,
  updateIntegrationVersionAvailability: updateVersionAvailability,
  validateIntegrationSchema,
};
