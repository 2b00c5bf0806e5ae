// `npm run test:load -- [tenants] [connections of each]`: the last line is JSON.
import { load } from "./load.ts";

const [tenants = "200", connectionsEach = "200"] = process.argv.slice(2);
const size = { tenants: Number(tenants), connectionsEach: Number(connectionsEach) };
const result = await load(size, (line) => console.log(line));
console.log(JSON.stringify(result));
const isWhole = result.connections === size.tenants * size.connectionsEach;
process.exitCode = isWhole && result.errors === 0 && result.lost === 0 ? 0 : 1;
