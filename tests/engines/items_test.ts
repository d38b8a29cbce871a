import { testItems } from "../site/items.ts";
import { asked, ENGINES } from "./engine.ts";

for (const engine of asked(Object.keys(ENGINES))) testItems(engine);
