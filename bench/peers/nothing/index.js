import { CustomResource } from "@pulumi/pulumi";

const CONSTANT = `exports.handler = () => require("pulumi-prismatic/dynamic").organizationCustomerConnection`;

/** A resource with the arguments of a connection, for which nothing is done. */
export class OrganizationCustomerConnection extends CustomResource {
  constructor(
    /** @type {string} */ name,
    /** @type {import("@pulumi/pulumi").Inputs} */ args,
    /** @type {import("@pulumi/pulumi").CustomResourceOptions | undefined} */ options,
  ) {
    const type = "pulumi-nodejs:dynamic/prismatic:OrganizationCustomerConnection";
    super(type, name, { ...args, __provider: CONSTANT }, options);
  }
}
