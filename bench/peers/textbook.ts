// The provider that Pulumi's guide to dynamic providers leads to: a class in the program, one request for each call.
import * as pulumi from "@pulumi/pulumi";

interface Inputs {
  component: string;
  connectionType: string;
  stableKey: string;
  name: string;
  embeddedWorkflows?: boolean;
  globalSecrets: Record<string, string>;
  testCredentials?: { values: Record<string, string>; secrets: Record<string, string> };
}

/** Arguments of a connection. */
export type ConnectionArgs = { [Name in keyof Inputs]: pulumi.Input<Inputs[Name]> };

interface Outputs extends Inputs {
  testCredentialsId?: string;
}

const CREATE = `mutation ($input: CreateScopedConfigVariableInput!) {
  createScopedConfigVariable(input: $input) { scopedConfigVariable { id } errors { field messages } } }`;
const UPDATE = `mutation ($input: UpdateScopedConfigVariableInput!) {
  updateScopedConfigVariable(input: $input) { scopedConfigVariable { id } errors { field messages } } }`;
const DELETE = `mutation ($input: DeleteScopedConfigVariableInput!) {
  deleteScopedConfigVariable(input: $input) { errors { field messages } } }`;
const CREATE_TEST = `mutation ($input: CreateCustomerConfigVariableInput!) {
  createCustomerConfigVariable(input: $input) { customerConfigVariable { id } errors { field messages } } }`;
const UPDATE_TEST = `mutation ($input: UpdateCustomerConfigVariableInput!) {
  updateCustomerConfigVariable(input: $input) { customerConfigVariable { id } errors { field messages } } }`;
const READ = `query ($id: ID!) { scopedConfigVariable(id: $id) { id key description } }`;
const TYPES = `query ($key: String!) { components(key: $key) { nodes { connections { nodes {
  id key inputs { nodes { key } } } } } } }`;

interface ConnectionType {
  id: string;
  key: string;
  inputs: { nodes: { key: string }[] };
}

class ConnectionProvider implements pulumi.dynamic.ResourceProvider<Inputs, Outputs> {
  url = "";
  refreshToken = "";
  token: Promise<string> | undefined;
  types: Record<string, Promise<ConnectionType[]>> = {};

  configure({ config }: pulumi.dynamic.ConfigureRequest): Promise<void> {
    this.url = config.require("prismatic:url");
    this.refreshToken = config.require("prismatic:refreshToken");
    return Promise.resolve();
  }

  async create(inputs: Inputs): Promise<pulumi.dynamic.CreateResult<Outputs>> {
    const type = await this.typeOf(inputs);
    const { id } = await this.change<{ id: string }>(CREATE, {
      key: inputs.name,
      stableKey: inputs.stableKey,
      connection: type.id,
      variableScope: "customer",
      managedBy: "org",
      inputs: expressions(type, inputs),
    });
    if (inputs.embeddedWorkflows) await this.change(UPDATE, { id, defaultForComponent: true });
    if (inputs.testCredentials === undefined) return { id, outs: inputs };
    const test = await this.change<{ id: string }>(CREATE_TEST, {
      scopedConfigVariable: id,
      isTest: true,
      inputs: testExpressions(inputs.testCredentials),
    });
    return { id, outs: { ...inputs, testCredentialsId: test.id } };
  }

  diff(_id: string, olds: Outputs, news: Inputs): Promise<pulumi.dynamic.DiffResult> {
    const { testCredentialsId: _, ...before } = olds;
    const fixed = ["component", "connectionType", "stableKey"] as const;
    return Promise.resolve({
      // The order of names may differ.
      changes: sorted(before) !== sorted(news),
      replaces: fixed.filter((name) => before[name] !== news[name]),
    });
  }

  async read(id: string, outputs?: Outputs): Promise<pulumi.dynamic.ReadResult<Outputs>> {
    const { scopedConfigVariable } = await this.send<{ scopedConfigVariable: { key: string } | null }>(READ, {
      id,
    });
    if (scopedConfigVariable === null || outputs === undefined) return { id: "" };
    return { id, props: { ...outputs, name: scopedConfigVariable.key } };
  }

  async update(id: string, olds: Outputs, news: Inputs): Promise<pulumi.dynamic.UpdateResult<Outputs>> {
    const type = await this.typeOf(news);
    await this.change(UPDATE, {
      id,
      key: news.name,
      inputs: expressions(type, news),
      defaultForComponent: news.embeddedWorkflows ?? false,
    });
    if (news.testCredentials !== undefined && olds.testCredentialsId !== undefined)
      await this.change(UPDATE_TEST, {
        id: olds.testCredentialsId,
        inputs: testExpressions(news.testCredentials),
      });
    return { outs: { ...olds, ...news } };
  }

  async delete(id: string): Promise<void> {
    await this.change(DELETE, { id });
  }

  async typeOf({ component, connectionType }: Inputs): Promise<ConnectionType> {
    const known =
      this.types[component] ??
      this.send<{ components: { nodes: { connections: { nodes: ConnectionType[] } }[] } }>(TYPES, {
        key: component,
      }).then(({ components }) => components.nodes.flatMap(({ connections }) => connections.nodes));
    this.types[component] = known;
    const found = (await known).find(({ key }) => key === connectionType);
    if (found === undefined) throw new Error(`No connection type ${connectionType} in ${component}`);
    return found;
  }

  async change<Answer>(query: string, input: object): Promise<Answer> {
    const data = await this.send<Record<string, { errors: { messages: string[] }[] }>>(query, { input });
    const { errors = [], ...rest } = Object.values(data)[0] ?? {};
    if (errors.length > 0) throw new Error(errors.flatMap(({ messages }) => messages).join("\n"));
    return Object.values(rest)[0] as Answer;
  }

  async send<Data>(query: string, variables: object): Promise<Data> {
    this.token ??= this.exchange();
    const response = await fetch(`${this.url}/api`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${await this.token}` },
      body: JSON.stringify({ query, variables }),
    });
    if (response.status === 429) {
      const seconds = Number(response.headers.get("retry-after") ?? 1);
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      return this.send(query, variables);
    }
    const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data;
  }

  async exchange(): Promise<string> {
    const response = await fetch(`${this.url}/auth/refresh`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ refresh_token: this.refreshToken }),
    });
    return ((await response.json()) as { access_token: string }).access_token;
  }
}

function sorted(value: unknown): string {
  const isMap = typeof value === "object" && value !== null;
  return isMap
    ? JSON.stringify(
        Object.entries(value)
          .toSorted()
          .map(([name, member]) => [name, sorted(member)]),
      )
    : JSON.stringify(value ?? null);
}

function expressions(type: ConnectionType, { globalSecrets }: Inputs): object[] {
  return type.inputs.nodes.map(({ key }) => {
    const inputScope = key in globalSecrets ? "org" : "customer";
    const meta = JSON.stringify({ managedBy: "org", inputScope });
    return { name: key, type: "value", value: globalSecrets[key] ?? "", meta };
  });
}

function testExpressions({ values, secrets }: NonNullable<Inputs["testCredentials"]>): object[] {
  return Object.entries({ ...values, ...secrets }).map(([name, value]) => ({ name, type: "value", value }));
}

/** A connection whose inputs the organization supplies for each customer. */
export class OrganizationCustomerConnection extends pulumi.dynamic.Resource {
  constructor(name: string, args: ConnectionArgs, options?: pulumi.CustomResourceOptions) {
    super(new ConnectionProvider(), name, args, options);
  }
}
