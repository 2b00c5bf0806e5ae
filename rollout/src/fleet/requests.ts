/** Requests that each tenant gets at most where `--requests` is left out. */
export const DEFAULT_REQUESTS = 500;
