// How a tenant is read and taken over as a whole, for commands that write more than `pulumi-prismatic import-file`.
import "./nodeVersion.ts";

export { importFile } from "./cli/importFile.ts";
export type { Imported } from "./cli/imported.ts";
export { notesAbout } from "./cli/importNotes.ts";
export { ManagedObjects, type StackState } from "./cli/managedObjects.ts";
export { digestOf, exactDigestOf } from "./cli/names.ts";
export { declarations, type Declaration, type Declarations } from "./cli/programText.ts";
export { json, projectBasics, REGISTRY_FILE } from "./cli/projectBasics.ts";
export { programFolder } from "./cli/projectFolder.ts";
export { readTenant, type ReadTenant } from "./cli/readTenant.ts";
export { setStackSecrets } from "./cli/stackSecrets.ts";
export { stackSettings } from "./cli/stackSettings.ts";
export { OBJECT_KINDS, type ObjectKind, type TenantObject } from "./cli/tenantObjects.ts";
export { tenantOfEnvironment } from "./cli/tenantOfEnvironment.ts";
export { PrismaticError } from "./tenant/errors.ts";
export { visibleJson } from "./tenant/visible.ts";
