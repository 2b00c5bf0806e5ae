import { RefusedError, throwFieldErrors } from "./errors.ts";
import { notReturned } from "./failures.ts";
import { query, type GraphQLEndpoint } from "./graphql.ts";
import {
  integrationOperations as operations,
  type Integration,
  type IntegrationInstance,
  type IntegrationWithDefinition,
  type MarketplaceVersion,
} from "./integrationOperations.ts";
import type { Mutations } from "./mutations.ts";
import type {
  ImportIntegrationInput,
  PublishIntegrationInput,
  UpdateIntegrationMarketplaceConfigurationInput,
  UpdateIntegrationVersionAvailabilityInput,
} from "./operations.generated.ts";
import { allPages, once, PAGE_SIZE, readList, withMissed } from "./reads.ts";

/**
 * The tenant's integrations. The list is fetched once; definitions are long and are read one by one, once each until
 * this session changes them.
 */
export class Integrations {
  readonly #endpoint: GraphQLEndpoint;
  readonly #mutations: Mutations;
  readonly #snapshot: () => Promise<Map<string, Integration>>;
  /** Integrations that this session wrote or looked up after the snapshot; null is one that it deleted. */
  readonly #newer = new Map<string, Integration | null>();
  readonly #read = new Map<string, () => Promise<IntegrationWithDefinition | undefined>>();
  /** True where what the snapshot lacks was not there when it was made. */
  #isProof = false;
  /** Names, with their customers, that the snapshot lacks and the tenant as well. */
  readonly #absent = new Set<string>();
  /** Instances that earlier lists had, by integration. */
  readonly #instances = new Map<string, ReadonlySet<string>>();
  /** Overviews of listings as they came back, by integration. */
  readonly #overviews = new Map<string, string>();
  readonly #validations = new Map<string, () => Promise<string[]>>();

  constructor(endpoint: GraphQLEndpoint, mutations: Mutations) {
    this.#endpoint = endpoint;
    this.#mutations = mutations;
    this.#snapshot = once(async () => {
      const { nodes, isProof } = await readList(async (after) => {
        const answer = await query(endpoint, operations.listIntegrations, { first: PAGE_SIZE, after });
        return answer.integrations;
      });
      this.#isProof = isProof;
      return new Map(nodes.map((integration) => [integration.id, integration]));
    });
  }

  /** All integrations, the code-native ones and those of customers too. */
  async all(): Promise<Integration[]> {
    const current = new Map<string, Integration | null>([...(await this.#snapshot()), ...this.#newer]);
    return [...current.values()].filter((integration) => integration !== null);
  }

  /**
   * The integrations of this name that belong to the organization or, where one is given, to a customer. One that a list
   * of several pages lacks is asked for. A tenant may store a name without white space at its ends.
   */
  async named(name: string, customerId: string | undefined): Promise<Integration[]> {
    const listed = ofName(await this.all(), name, customerId);
    const question = `${customerId ?? ""} ${name}`;
    if (listed.length > 0 || this.#isProof || this.#absent.has(question)) return listed;
    const found = await this.findAgain(name, customerId);
    if (found.length === 0) this.#absent.add(question);
    return found;
  }

  /** Like {@link named}, but asks the tenant and not the snapshot. */
  async findAgain(name: string, customerId: string | undefined): Promise<Integration[]> {
    const names = [...new Set([name, name.trim()])];
    const answers = await Promise.all(
      names.map((each) => query(this.#endpoint, operations.findIntegrations, { name: each })),
    );
    const found = ofName(
      answers.flatMap(({ integrations }) => integrations.nodes),
      name,
      customerId,
    );
    for (const integration of found) {
      this.#newer.set(integration.id, integration);
      this.#read.delete(integration.id);
    }
    return found;
  }

  /** The integration with the definition of its draft, or undefined when it is gone. */
  byId(id: string): Promise<IntegrationWithDefinition | undefined> {
    const known = this.#read.get(id);
    if (known !== undefined) return known();
    const read = once(async () => {
      try {
        const { integration } = await query(this.#endpoint, operations.readIntegration, { id });
        return integration ?? undefined;
      } catch (error) {
        if (error instanceof RefusedError && error.notFound) return undefined;
        throw error;
      }
    });
    this.#read.set(id, read);
    return read();
  }

  /** Inputs of connections of the draft's own that hold something, readable or not, such as `Slack.clientSecret`. */
  async heldInputs(id: string): Promise<string[]> {
    const variables = await allPages(async (after) => {
      const { integration } = await query(this.#endpoint, operations.listHeldInputs, { id, after });
      return (
        integration?.requiredConfigVariables ?? {
          nodes: [],
          pageInfo: { hasNextPage: false, endCursor: null },
        }
      );
    });
    return variables.flatMap(({ key, inputs }) =>
      (inputs?.nodes ?? []).filter(({ hasValue }) => hasValue).map(({ name }) => `${key}.${name}`),
    );
  }

  /** The instances of all versions of an integration, now. Those that an earlier list had are asked for by id. */
  async instancesOf(id: string): Promise<IntegrationInstance[]> {
    const list = await readList(async (after) => {
      const { integration } = await query(this.#endpoint, operations.listInstances, { id, after });
      return integration?.instances ?? { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
    });
    const all = await withMissed(list, [...(this.#instances.get(id) ?? [])], async (ids) => {
      return (await query(this.#endpoint, operations.readIntegrationInstances, { ids })).instances.nodes;
    });
    this.#instances.set(id, new Set(all.map((instance) => instance.id)));
    return all;
  }

  /** Asks for Prismatic's complaints about a definition, once for each text; changes nothing. */
  validate(definition: string): Promise<string[]> {
    const validation =
      this.#validations.get(definition) ??
      once(async () => {
        const { validateIntegrationSchema } = await this.#mutations.sendAlone(
          operations.validate,
          { definition },
          { idempotent: true },
        );
        const messages = (validateIntegrationSchema?.errors ?? []).flatMap((error) => error.messages);
        const isValid = validateIntegrationSchema?.result?.isValid !== false;
        return messages.length > 0 || isValid
          ? messages
          : ["Prismatic calls it invalid and does not say why."];
      });
    this.#validations.set(definition, validation);
    return validation();
  }

  /**
   * Makes a new integration, or a new draft of the one with `integrationId`.
   *
   * @throws RefusedError with everything that is wrong with the definition in this tenant
   */
  async import(input: ImportIntegrationInput): Promise<IntegrationWithDefinition> {
    const { importIntegration } = await this.#mutations.send(operations.import, input);
    throwFieldErrors(importIntegration?.errors);
    const integration = importIntegration?.integration;
    if (!integration) {
      throw notReturned(this.#endpoint.tenant, "imported the integration but did not return it");
    }
    this.#newer.set(integration.id, integration);
    this.#absent.clear();
    this.#read.set(integration.id, () => Promise.resolve(integration));
    return integration;
  }

  /**
   * Makes a version of the draft, under the draft's number. The answer's integration is the version or the draft, which
   * nobody documents, so it is not asked for.
   */
  async publish(input: PublishIntegrationInput & { id: string }): Promise<void> {
    const { publishIntegration } = await this.#mutations.send(operations.publish, input);
    throwFieldErrors(publishIntegration?.errors);
    this.#read.delete(input.id);
  }

  /** The integration with the number of its draft and its newest version, now; undefined when it is gone. */
  async versionsOf(id: string): Promise<Integration | undefined> {
    const { integration } = await query(this.#endpoint, operations.readVersions, { id });
    if (integration !== null) this.#newer.set(id, integration);
    return integration ?? undefined;
  }

  /** The id of a version that instances can use by now; undefined before. */
  async availableVersion(id: string, versionNumber: number): Promise<string | undefined> {
    const { integration } = await query(this.#endpoint, operations.findAvailableVersion, {
      id,
      versionNumber,
    });
    return integration?.versionSequence.nodes[0]?.id;
  }

  /** The versions of an integration, with what the marketplace shows of each. */
  async marketplaceVersions(id: string): Promise<MarketplaceVersion[]> {
    return allPages(async (after) => {
      const variables = { id, after };
      const { integration } = await query(this.#endpoint, operations.listMarketplaceVersions, variables);
      return integration?.versionSequence ?? { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
    });
  }

  /** Changes how the marketplace shows a version of an integration; the input has the version's id. */
  async updateMarketplace(
    integrationId: string,
    input: UpdateIntegrationMarketplaceConfigurationInput,
  ): Promise<void> {
    const answer = await this.#mutations.send(operations.updateMarketplace, input);
    const { integration, errors } = answer.updateIntegrationMarketplaceConfiguration ?? {};
    throwFieldErrors(errors);
    // Another id would be that of the draft, whose overview is not the version's.
    if (integration?.id === input.id) this.#overviews.set(integrationId, integration?.overview ?? "");
  }

  /** The overview that the tenant stored when this session last changed a listing; undefined where it did not. */
  storedOverview(integrationId: string): string | undefined {
    return this.#overviews.get(integrationId);
  }

  /** Withdraws a version from use, or gives it back, by the version's id. */
  async updateAvailability(input: UpdateIntegrationVersionAvailabilityInput): Promise<void> {
    const answer = await this.#mutations.send(operations.updateAvailability, input);
    throwFieldErrors(answer.updateIntegrationVersionAvailability?.errors);
  }

  /** Sets an instance to a version, without deploying it. @throws RefusedError with the reason */
  async moveInstance(id: string, version: string): Promise<void> {
    const answer = await this.#mutations.send(operations.moveInstance, { id, integration: version });
    throwFieldErrors(answer.updateInstance?.errors);
  }

  /** Upgrades all instances to the newest published version and deploys them. */
  async upgradeInstances(id: string): Promise<void> {
    const answer = await this.#mutations.send(operations.upgradeInstances, { id });
    throwFieldErrors(answer.bulkUpdateInstancesToLatestIntegrationVersion?.errors);
  }

  /** @throws RefusedError where the integration has instances */
  async delete(id: string): Promise<void> {
    // Even where the deletion fails, an earlier read may be out of date.
    this.#read.delete(id);
    const answer = await this.#mutations.send(operations.delete, { id });
    throwFieldErrors(answer.deleteIntegration?.errors);
    this.#newer.set(id, null);
  }
}

/** The integrations of exactly this name; where there is none, those whose names differ in white space at the ends. */
function ofName(all: readonly Integration[], name: string, customerId: string | undefined): Integration[] {
  const owned = all.filter(({ customer }) => customer?.id === customerId);
  const exact = owned.filter((integration) => integration.name === name);
  return exact.length > 0 ? exact : owned.filter((integration) => integration.name.trim() === name.trim());
}
