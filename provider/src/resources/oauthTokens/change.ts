import type { Change } from "../../dynamic/change.ts";
import type { PlannedMutation } from "../../dynamic/lifecycle.ts";
import { knownMap, type OrUnknown } from "../../dynamic/wire.ts";
import { explaining } from "../../dynamic/writing.ts";
import { ConfigurationError } from "../../tenant/errors.ts";
import type { UpdateScopedOAuth2ConnectionInput } from "../../tenant/operations.generated.ts";
import type { TenantSession } from "../../tenant/session.ts";
import type { OauthTokens } from "./arguments.ts";
import { isDue, isLost, members, noteOfSent, type DeclaredTokens } from "./tokens.ts";

/** The connection or the credentials that tokens are for. */
export interface Authorized<Held extends Authorization> {
  /** In the words of a sentence: `connection "slack"`. */
  what: string;
  mutation: Pick<PlannedMutation, "field" | "stableKey">;
  find: (session: TenantSession, id: string) => Promise<Held | undefined>;
  set: (
    session: TenantSession,
    held: Held,
    input: UpdateScopedOAuth2ConnectionInput,
  ) => Promise<{ status: string | null; state: object }>;
}

/** An authorization in the tenant. */
export interface Authorization {
  id: string;
  status: string | null;
}

/**
 * The change that sends tokens, after all changes before it; empty where nothing is to be sent. Tokens that are the same
 * are sent again with another OAuth client, where the tenant then says that the authorization is lost.
 *
 * @param old undefined for an object that is about to be created
 */
export function tokensChange<Held extends Authorization>(
  old: DeclaredTokens | undefined,
  news: DeclaredTokens,
  changesClient: boolean,
  { what, mutation, find, set }: Authorized<Held>,
): Change[] {
  const { argument, tokens } = news;
  const isCertain = isDue(old, news);
  if (tokens === undefined || !(isCertain || changesClient)) return [];
  const carries = [...Object.keys(knownMap(members(tokens))), "status"];
  return [
    {
      announced: [{ ...mutation, carries, ...(isCertain ? {} : { uncertain: true as const }) }],
      settles: [argument],
      waits: true,
      async send({ session, id }) {
        const held = await find(session, id);
        if (held === undefined) {
          throw new ConfigurationError(
            `${session.tenant} no longer has ${what}; its tokens were not set. Run: pulumi up --refresh`,
          );
        }
        if (!isCertain && !isLost(held.status)) return {};
        const { status, state } = await explaining(session, `The tokens of ${what} were not set`, () =>
          set(session, held, payload(held.id, tokens)),
        );
        if (isLost(status)) throw new ConfigurationError(notAccepted(session, what, String(status)));
        return { state: { ...state, ...noteOfSent(old, news) } };
      },
    },
  ];
}

/** Everything is known once a change is sent. */
function payload(id: string, tokens: OrUnknown<OauthTokens>): UpdateScopedOAuth2ConnectionInput {
  const { expiresIn, ...texts } = knownMap(members(tokens));
  const seconds = expiresIn === undefined ? {} : { expiresIn: Number(expiresIn) };
  return { id, ...texts, ...seconds, status: "active" };
}

function notAccepted(session: TenantSession, what: string, status: string): string {
  return (
    `The tokens of ${what} were sent, and ${session.tenant} says that it is ${status} all the same. The next pulumi up ` +
    "sends them again. Supply valid tokens of its client id, or remove oauthTokens and let a person authorize it."
  );
}
