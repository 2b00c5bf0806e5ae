/**
 * Name of an object in the tenant that one resource after another can manage, such as a connection or its test
 * credentials: the same text for every resource that manages it.
 */
export type Claim = string;
