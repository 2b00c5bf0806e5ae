import {
  codeNativeOperations as operations,
  type CodeComponent,
  type CodeNativeIntegration,
  type FlowWithKeys,
} from "./codeNativeOperations.ts";
import { RefusedError, throwFieldErrors, UnexpectedAnswerError } from "./errors.ts";
import { query, type GraphQLEndpoint } from "./graphql.ts";
import type { Mutations } from "./mutations.ts";
import { allPages, PAGE_SIZE, type Reads } from "./reads.ts";
import type { Upload, Uploads } from "./uploads.ts";
import { foreignText } from "./foreignText.ts";

/** Test keys of a flow. */
export interface FlowKeys {
  flowId: string;
  apiKeys: string[];
}

/** Requests that only code-native integrations need: their packages, icons and test keys. */
export class CodeNative {
  /** A private component by its key, with those that hold the code of integrations; undefined where there is none. */
  readonly component: (key: string) => Promise<CodeComponent | undefined>;
  readonly #endpoint: GraphQLEndpoint;
  readonly #mutations: Mutations;
  readonly #uploads: Uploads;

  constructor(endpoint: GraphQLEndpoint, reads: Reads, mutations: Mutations, uploads: Uploads) {
    this.#endpoint = endpoint;
    this.#mutations = mutations;
    this.#uploads = uploads;
    this.component = reads.by(async (keys) => {
      const found = await allPages(async (after) => {
        const variables = { keys, first: PAGE_SIZE, after };
        return (await query(endpoint, operations.findCodeComponents, variables)).components;
      });
      return new Map(found.map((component) => [component.key, component]));
    });
  }

  /** The integration as it is now, or undefined when it is gone. */
  async byId(id: string): Promise<CodeNativeIntegration | undefined> {
    return unlessNotFound(async () => {
      const { integration } = await query(this.#endpoint, operations.readCodeNativeIntegration, { id });
      return integration ?? undefined;
    });
  }

  /** True once the version of a component can be used. Prismatic may hide it until then. */
  async isProcessed(componentId: string): Promise<boolean> {
    const found = await unlessNotFound(() =>
      query(this.#endpoint, operations.readComponentAvailability, { id: componentId }),
    );
    return found?.component?.versionIsAvailable === true;
  }

  /** Uploads an icon and makes it the integration's. The same icon may be set twice. */
  async setIcon(
    id: string,
    { fileName, what, bytes }: Pick<Upload, "what" | "bytes"> & { fileName: string },
  ): Promise<void> {
    const { uploadMedia } = await query(this.#endpoint, operations.prepareAvatar, { id, fileName });
    const { uploadUrl, objectUrl, error } = uploadMedia;
    if (error) throw new RefusedError([{ field: "__all__", messages: [foreignText(error)] }]);
    if (uploadUrl === null || objectUrl === null) {
      throw new UnexpectedAnswerError(`${this.#endpoint.tenant} did not say where ${what} goes.`);
    }
    await this.#uploads.put({ what, url: uploadUrl, bytes, contentType: "image/png" });
    const answer = await this.#mutations.send(operations.setAvatar, { id, avatarUrl: objectUrl });
    throwFieldErrors(answer.updateIntegration?.errors);
  }

  /** Sets the test keys of flows; other flows keep theirs. Answers all flows as they are then. */
  async setTestKeys(testInstance: string, flowConfigs: FlowKeys[]): Promise<FlowWithKeys[]> {
    const input = { id: testInstance, flowConfigs, configMode: "INSTANCE" };
    const { updateInstance } = await this.#mutations.send(operations.setTestApiKeys, input);
    throwFieldErrors(updateInstance?.errors);
    if (updateInstance?.instance) return updateInstance.instance.flowConfigs.nodes;
    throw new UnexpectedAnswerError(`${this.#endpoint.tenant} did not answer the keys that it holds.`, {
      outcomeUnknown: true,
    });
  }
}

async function unlessNotFound<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof RefusedError && error.notFound) return undefined;
    throw error;
  }
}
