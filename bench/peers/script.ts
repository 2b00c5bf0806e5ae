// The script that the vendor's example leads to: for each connection, look it up, create or update it, set the flag, set
// its test credentials. `node script.ts DECLARED.json CONCURRENCY` with PRISMATIC_URL and PRISM_ACCESS_TOKEN set.
import { readFile } from "node:fs/promises";

interface Declared {
  component: string;
  connectionType: string;
  stableKey: string;
  name: string;
  globalSecrets: Record<string, string>;
  testCredentials: Record<string, string>;
}

interface ConnectionType {
  id: string;
  key: string;
  inputs: { nodes: { key: string }[] };
}

interface Found {
  id: string;
  customerConfigVariables: { nodes: { id: string }[] };
}

const [, , file = "", concurrency = "1"] = process.argv;
const url = process.env["PRISMATIC_URL"] ?? "";
const token = process.env["PRISM_ACCESS_TOKEN"] ?? "";
const types = new Map<string, ConnectionType[]>();

const declared = JSON.parse(await readFile(file, "utf8")) as Declared[];
for (const component of new Set(declared.map((each) => each.component)))
  types.set(component, await typesOf(component));
const waiting = declared.values();
await Promise.all(
  Array.from({ length: Number(concurrency) }, async () => {
    for (const each of waiting) await set(each);
  }),
);

async function set(connection: Declared): Promise<void> {
  const type = types.get(connection.component)?.find(({ key }) => key === connection.connectionType);
  if (type === undefined) throw new Error(`No connection type ${connection.connectionType}`);
  const inputs = type.inputs.nodes.map(({ key }) => {
    const value = connection.globalSecrets[key];
    const meta = JSON.stringify({ managedBy: "org", inputScope: value === undefined ? "customer" : "org" });
    return { name: key, type: "value", value: value ?? "", meta };
  });
  const found = await lookUp(connection.stableKey);
  const id =
    found === undefined
      ? await change("CreateScopedConfigVariable", {
          key: connection.name,
          stableKey: connection.stableKey,
          connection: type.id,
          variableScope: "customer",
          managedBy: "org",
          inputs,
        })
      : await change("UpdateScopedConfigVariable", { id: found.id, key: connection.name, inputs });
  await change("UpdateScopedConfigVariable", { id, defaultForComponent: true });
  const test = Object.entries(connection.testCredentials).map(([name, value]) => ({
    name,
    type: "value",
    value,
  }));
  const [held] = found?.customerConfigVariables.nodes ?? [];
  if (held === undefined)
    await change("CreateCustomerConfigVariable", { scopedConfigVariable: id, isTest: true, inputs: test });
  else await change("UpdateCustomerConfigVariable", { id: held.id, inputs: test });
}

async function typesOf(component: string): Promise<ConnectionType[]> {
  const { components } = await send<{
    components: { nodes: { connections: { nodes: ConnectionType[] } }[] };
  }>(
    `query ($key: String!) {
      components(key: $key) { nodes { connections { nodes { id key inputs { nodes { key } } } } } } }`,
    { key: component },
  );
  return components.nodes.flatMap(({ connections }) => connections.nodes);
}

async function lookUp(stableKey: string): Promise<Found | undefined> {
  const { scopedConfigVariables } = await send<{ scopedConfigVariables: { nodes: Found[] } }>(
    `query ($keys: [String!]!) { scopedConfigVariables(stableKey_In: $keys) { nodes {
      id customerConfigVariables(isTest: true) { nodes { id } } } } }`,
    { keys: [stableKey] },
  );
  return scopedConfigVariables.nodes[0];
}

async function change(mutation: string, input: object): Promise<string> {
  const field = mutation.charAt(0).toLowerCase() + mutation.slice(1);
  const object = field.replace(/^(create|update)/, "");
  const name = object.charAt(0).toLowerCase() + object.slice(1);
  const data = await send<Record<string, Record<string, { id: string }> & { errors: object[] }>>(
    `mutation ($input: ${mutation}Input!) { ${field}(input: $input) { ${name} { id } errors { field messages } } }`,
    { input },
  );
  const answer = data[field];
  if (answer === undefined || answer.errors.length > 0) throw new Error(JSON.stringify(answer?.errors));
  return answer[name]?.id ?? "";
}

async function send<Data>(query: string, variables: object): Promise<Data> {
  const response = await fetch(`${url}/api`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  if (response.status === 429) {
    const seconds = Number(response.headers.get("retry-after") ?? 1);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    return send(query, variables);
  }
  const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}
