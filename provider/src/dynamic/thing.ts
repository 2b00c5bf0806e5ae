/**
 * Something in the tenant that one resource after another can manage, such as a connection or its test credentials:
 * the same text whichever of them it is.
 */
export type Thing = string;
