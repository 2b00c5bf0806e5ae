/** Tells addresses of this machine, between which nothing travels over a network. */
export function isLoopback({ hostname }: Pick<URL, "hostname">): boolean {
  return ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
}

/** An address without what means nothing in it: letter case of the host, the default port, slashes at its end. */
export function normalUrl(url: string): string {
  const trimmed = url.trim().replace(/\/+$/, "");
  const parsed = URL.parse(trimmed);
  return parsed === null || parsed.pathname !== "/" || parsed.search || parsed.hash ? trimmed : parsed.origin;
}
