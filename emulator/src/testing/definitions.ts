import { stringify } from "yaml";

/** A public component as definitions name it. */
export const component = (key: string, version: number | "LATEST" = "LATEST") => ({
  key,
  isPublic: true,
  version,
});

/** The trigger with which a flow begins. */
export const trigger = {
  name: "Trigger",
  action: { key: "webhook", component: component("webhook-triggers") },
  isTrigger: true,
};

/** A definition of one flow, with whatever replaces or joins the parts that it needs. */
export const definitionWith = (parts: object): string =>
  stringify({
    definitionVersion: 7,
    name: "Alerts",
    flows: [{ name: "Main", steps: [trigger] }],
    ...parts,
  });
