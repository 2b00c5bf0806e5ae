import { customersInNumbers } from "../suites/manyCustomers.ts";

customersInNumbers(2000);
