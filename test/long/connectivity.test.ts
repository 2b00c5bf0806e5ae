import { keptFromTheTenant } from "../suites/connectivity.ts";

const commands = ["preview", "up", "refresh", "destroy"] as const;

keptFromTheTenant({
  "a wrong token": commands,
  "a tenant that is down": commands,
  "an expired access token": commands,
});
