/** Key in the configuration of a `Tenant`, by which its process knows that the environment is not meant for it. */
export const EXPLICIT = "prismatic:explicit";
