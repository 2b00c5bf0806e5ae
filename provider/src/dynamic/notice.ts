/** Shows a line to whoever runs Pulumi: it prints what the provider's process writes. */
export function notice(text: string): void {
  console.log(text);
}
