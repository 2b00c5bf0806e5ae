import { connectionsInNumbers, connectionsInSmallBatches } from "./suites/counts.ts";

// A sample; test/long/counts.test.ts shows the numbers of 200.
connectionsInNumbers(40);
connectionsInSmallBatches(30);
