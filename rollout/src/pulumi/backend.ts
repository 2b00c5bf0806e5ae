import { z } from "zod";
import { RolloutError } from "../errors.ts";
import { saidByPulumi } from "../shownText.ts";
import { readWith, type PulumiProcess } from "./command.ts";

const answer = z.object({ url: z.string() });

/**
 * Address of the backend that Pulumi uses for the project. It may hold a password, and is shown nowhere.
 *
 * @throws RolloutError where Pulumi is not logged in
 */
export async function backendUrl(pulumi: PulumiProcess): Promise<string> {
  const { code, stdout, stderr } = await readWith(pulumi, ["whoami", "--json", "--non-interactive"]);
  const parsed = code === 0 ? answer.safeParse(JSON.parse(stdout)) : undefined;
  if (parsed?.success === true) return parsed.data.url;
  throw new RolloutError(
    "PULUMI",
    `Pulumi's backend is not known: ${saidByPulumi(stderr)}`,
    "Type, to see it: pulumi whoami --verbose",
  );
}
