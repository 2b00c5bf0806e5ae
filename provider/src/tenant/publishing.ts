import type { ComponentIdentity } from "./components.ts";
import { apartOf } from "./connectionTree.ts";
import { RefusedError, throwFieldErrors } from "./errors.ts";
import { notReturned } from "./failures.ts";
import { query, type GraphQLEndpoint } from "./graphql.ts";
import type { Mutations } from "./mutations.ts";
import type { PublishComponentInput } from "./operations.generated.ts";
import {
  publishingOperations as operations,
  type InputType,
  type PublishedComponent,
  type PublishResult,
} from "./publishingOperations.ts";
import { allPages, once, PAGE_SIZE, type Reads } from "./reads.ts";
import type { Uploads } from "./uploads.ts";

/** A component by key, visibility and customer: undefined is the organization's own. */
export interface WantedComponent extends ComponentIdentity {
  /** External id or id of a customer. */
  customer: string | undefined;
}

/** A new version that Prismatic has taken note of, and that waits for its files. */
export interface BegunVersion extends PublishResult {
  component: NonNullable<PublishResult["component"]>;
  packageUploadUrl: string;
}

/** Publishes components, and finds and deletes published ones. */
export class Publishing {
  /** Sends the files of a version. */
  readonly uploads: Uploads;
  /** The input types of a publication as this tenant's Prismatic knows them; undefined where it does not tell. */
  readonly inputTypes: () => Promise<InputType[] | undefined>;
  readonly #endpoint: GraphQLEndpoint;
  readonly #mutations: Mutations;
  readonly #ofKey: (key: string) => Promise<PublishedComponent[]>;

  constructor(endpoint: GraphQLEndpoint, reads: Reads, mutations: Mutations, uploads: Uploads) {
    this.uploads = uploads;
    this.#endpoint = endpoint;
    this.#mutations = mutations;
    this.inputTypes = once(() => inputTypesOf(endpoint));
    const ofKey = reads.by(async (keys) => {
      const found = await allPages(async (after) => {
        const variables = { keys, first: PAGE_SIZE, after };
        return (await query(endpoint, operations.findPublishedComponents, variables)).components;
      });
      return new Map(keys.map((key) => [key, found.filter((component) => component.key === key)]));
    });
    this.#ofKey = async (key) => (await ofKey(key)) ?? [];
  }

  /** The newest usable version of a component, now; undefined where there is none. */
  async newest(wanted: WantedComponent): Promise<PublishedComponent | undefined> {
    return (await this.#ofKey(wanted.key)).find((found) => isUsable(found) && isMeant(found, wanted));
  }

  /** The newest usable versions of the components of a key and visibility, one for each owner. */
  async ofEveryOwner({ key, public: isPublic }: ComponentIdentity): Promise<PublishedComponent[]> {
    return (await this.#ofKey(key)).filter((found) => isUsable(found) && found.public === isPublic);
  }

  /** One version of a component once it is usable, undefined before. */
  async version(wanted: WantedComponent, versionNumber: number): Promise<PublishedComponent | undefined> {
    const { key, public: isPublic } = wanted;
    const variables = { key, public: isPublic, versionNumber };
    const answer = await query(this.#endpoint, operations.findComponentVersion, variables);
    return answer.components.nodes.find((found) => isUsable(found) && isMeant(found, wanted));
  }

  /**
   * Begins a new version, which is not usable before its package is uploaded and processed.
   *
   * @throws RefusedError naming the fields that the tenant found fault with
   */
  async begin(input: PublishComponentInput): Promise<BegunVersion> {
    const answer = await this.#mutations.sendAlone(operations.publishComponent, input);
    throwFieldErrors(answer.publishComponent?.errors);
    const result = answer.publishComponent?.publishResult;
    if (!result?.component || result.packageUploadUrl === null) {
      const did = "began a version of the component but did not say where its package goes";
      throw notReturned(this.#endpoint.tenant, did);
    }
    return { ...result, component: result.component, packageUploadUrl: result.packageUploadUrl };
  }

  /** Deletes a component with all its versions. @throws RefusedError where it is in use */
  async delete(id: string): Promise<void> {
    const answer = await this.#mutations.send(operations.deleteComponent, { id });
    throwFieldErrors(answer.deleteComponent?.errors);
  }

  /** Names of the integrations of which a version uses the component. */
  async integrationsUsing({ key, public: isPublic }: ComponentIdentity): Promise<string[]> {
    const all = await allPages(async (after) => {
      const variables = { key, public: isPublic, first: PAGE_SIZE, after };
      return (await query(this.#endpoint, operations.listIntegrationsWithComponent, variables)).integrations;
    });
    return [
      ...new Set(all.filter(({ components }) => components.totalCount > 0).map(({ name }) => name)),
    ].sort();
  }

  /**
   * Stable keys of the reusable connections of the component, also of build-only ones and of those that customers own.
   */
  async connectionsOf({ key, public: isPublic }: ComponentIdentity): Promise<string[]> {
    const component = [{ key, isPublic }];
    const all = await allPages(async (after) => {
      const variables = { component, first: PAGE_SIZE, after };
      return (await query(this.#endpoint, operations.listConnectionsOfComponent, variables))
        .scopedConfigVariables;
    });
    const credentials = ["credentialOfUser", "testCredentials"];
    return all
      .filter((found) => !credentials.includes(apartOf(found) ?? ""))
      .map(({ stableKey }) => stableKey)
      .sort();
  }
}

function isUsable({ versionIsAvailable }: PublishedComponent): boolean {
  return versionIsAvailable;
}

function isMeant(found: PublishedComponent, { key, public: isPublic, customer }: WantedComponent): boolean {
  if (found.key !== key || found.public !== isPublic) return false;
  if (customer === undefined || found.customer === null)
    return customer === undefined && found.customer === null;
  return found.customer.externalId === customer || found.customer.id === customer;
}

async function inputTypesOf(endpoint: GraphQLEndpoint): Promise<InputType[] | undefined> {
  try {
    const types = await query(endpoint, operations.describePublishing, {});
    return Object.values(types).filter((type) => type !== null);
  } catch (error) {
    // A server may keep its schema to itself.
    if (error instanceof RefusedError) return undefined;
    throw error;
  }
}
