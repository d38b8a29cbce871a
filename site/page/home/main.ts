/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { Explorer } from "./explorer.ts";

/** Lets the first page compute; nothing else is loaded before a reader uses it. */
function start(): void {
  const place = document.querySelector<HTMLElement>("[data-home]");
  if (place) new Explorer(place);
}

start();
