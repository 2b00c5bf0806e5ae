import {
  connectionsInNumbers,
  connectionsInSmallBatches,
  connectionsOnOtherMachines,
} from "../suites/counts.ts";

connectionsInNumbers(200);
connectionsInSmallBatches(200);
connectionsOnOtherMachines(200);
