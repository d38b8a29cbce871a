import { testItems } from "./items.ts";

testItems("Chromium"); // tests/engines has the others
