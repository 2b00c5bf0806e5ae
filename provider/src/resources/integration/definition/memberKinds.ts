/** Members of each list of a definition, in the words of messages, by the name of the list. */
export const KIND_OF_MEMBER: Record<string, string> = {
  flows: "flow",
  steps: "step",
  branches: "branch",
  configPages: "page",
  requiredConfigVars: "config variable",
};
