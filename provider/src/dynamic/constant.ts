import { EXPLICIT as EXPLICIT_KEY, TENANT_NAME } from "../tenant/origins.ts";

/**
 * The value of a dynamic resource's `__provider` input: a program that loads this package's own code, so that
 * neither a new version of the package nor the user's program changes a byte of it. Published texts never change:
 * a changed one is a difference in every resource of every user.
 *
 * @param resource the name under which `pulumi-prismatic/dynamic` exports the resource's provider
 */
export function providerConstant(resource: string): string {
  return `exports.handler = () => require("pulumi-prismatic/dynamic").${resource}`;
}

/** Key in the configuration of a `Tenant`, which tells its process whose configuration that is. */
export const EXPLICIT = `prismatic:${EXPLICIT_KEY}`;

/** Key in the configuration of a `Tenant` for its name in the program, for messages. */
export const NAME = `prismatic:${TENANT_NAME}`;
