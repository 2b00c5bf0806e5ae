import { connectionsInNumbers, connectionsInSmallBatches } from "../suites/counts.ts";

connectionsInNumbers(200);
connectionsInSmallBatches(200);
