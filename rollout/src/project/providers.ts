/** True for the provider that the stack's own configuration sets up; another tenant has one with a name. */
export function isDefaultProvider(provider = ""): boolean {
  return provider === "" || /::default(_[^:]*)?::[^:]*$/.test(provider);
}
