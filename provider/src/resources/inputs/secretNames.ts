/** Names by which an input is taken for a secret although its component does not call it a password. */
const SECRET_NAMES = [
  /secret/i,
  /passw(or)?d|passphrase/i,
  /token$/i,
  /api_?key$/i,
  /(private|access|account|signing|encryption|shared)_?key$/i,
  /credential/i,
  /webhook_?url$/i,
  /connection_?string$/i,
];

/** True where an input of this name probably holds a secret. `plainInputs` of a resource overrules it. */
export function looksSecret(inputName: string): boolean {
  return SECRET_NAMES.some((pattern) => pattern.test(inputName));
}
