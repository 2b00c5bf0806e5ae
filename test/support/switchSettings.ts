import { switchChoices, type Switches } from "prismatic-emulator";

type Settings = Partial<Switches>;

/** Not tried in a whole life: its other setting forbids what a life does, and a test of its own tries it. */
const APART = ["stable-key-reuse"];

/** The other setting of each switch. The two numbers stand for aliases that are refused, and for a publication's time. */
const otherSettings: [name: string, setting: string | number][] = [
  ...Object.entries(switchChoices)
    .filter(([name]) => !APART.includes(name))
    .map(([name, { values }]): [string, string] => [name, values[1]]),
  ["aliases-per-request", 1],
  ["publication-delay", 1500],
];

/** Tenants after the first, and the number of them in which each switch is in its other setting. */
const [TENANTS, OTHER] = [8, 5];

/**
 * Tenants in which each pair of switches has each of its four pairs of settings. The first has all switches as Prismatic
 * is assumed to be. Each switch has its other setting in five of the eight further ones, in another five than any other
 * switch: two fives of eight share a tenant, and each has one that the other lacks.
 */
export const everyPair: { title: string; switches: Settings }[] = Array.from(
  { length: TENANTS + 1 },
  (_, tenant) => ({
    title:
      tenant === 0 ? "that is as Prismatic is assumed to be" : `with the settings ${tenant} of ${TENANTS}`,
    switches: Object.fromEntries(
      otherSettings.filter((_setting, index) => subsets(TENANTS, OTHER)[index]?.includes(tenant)),
    ),
  }),
);

/** The sets of `size` different numbers from 1 to `largest`, each in rising order. */
function subsets(largest: number, size: number): number[][] {
  if (size === 0) return [[]];
  if (largest < size) return [];
  const without = subsets(largest - 1, size);
  const withIt = subsets(largest - 1, size - 1).map((others) => [...others, largest]);
  return [...withIt, ...without];
}

/** The setting of a switch, as far as settings say it. */
export function settingOf(settings: Settings, name: string): unknown {
  return (settings as Record<string, unknown>)[name] ?? "as assumed";
}

/** The names of all switches that {@link everyPair} sets. */
export const switchNames: readonly string[] = otherSettings.map(([name]) => name);
