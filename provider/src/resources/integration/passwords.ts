import type { TenantSession } from "../../tenant/session.ts";
import { readEither } from "./definition/read.ts";
import { connectionVariables } from "./definition/variables.ts";
import { holdsPassword } from "./secretProblems.ts";

/** Tells the inputs of definitions' own connections that their components call passwords, by variable and input. */
export async function passwordsOf(
  session: TenantSession,
  texts: readonly string[],
): Promise<(variable: string, input: string) => boolean> {
  const connections = texts.flatMap((text) => {
    const definition = readEither(text);
    return definition === undefined ? [] : connectionVariables(definition);
  });
  if (!connections.some(({ connection }) => connection)) return () => false;
  const components = await session.components.asPlanned();
  return (variable, input) =>
    connections.some(
      ({ key, connection }) =>
        key === variable &&
        connection &&
        holdsPassword(components, {
          component: connection.component.key,
          connectionType: connection.key,
          input,
        }),
    );
}
