/** Default name of a registry. */
export const REGISTRY_FILE = "stable-keys.json";
