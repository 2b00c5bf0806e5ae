import { switchChoices, type Switches } from "prismatic-emulator";

/** Every unanswered question about Prismatic, answered in the other way; one of the answers has a test of its own. */
export const otherAnswers = Object.fromEntries(
  Object.entries(switchChoices)
    .filter(([name]) => name !== "stable-key-reuse")
    .map(([name, { values }]) => [name, values[1]]),
) as Partial<Switches>;

/** The two tenants in which a life is tried. */
export const bothAnswers = [
  { title: "that is as Prismatic is assumed to be", switches: {} },
  { title: "that answers every open question in the other way", switches: otherAnswers },
];
