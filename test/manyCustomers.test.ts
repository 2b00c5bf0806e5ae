import { customersInNumbers } from "./suites/manyCustomers.ts";

// A sample; test/long/manyCustomers.test.ts has 2,000.
customersInNumbers(100);
