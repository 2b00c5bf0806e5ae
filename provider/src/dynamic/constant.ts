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

/** Key in the configuration of a `Tenant`, which tells its process that the environment is not meant for it. */
export const EXPLICIT = "prismatic:explicit";
