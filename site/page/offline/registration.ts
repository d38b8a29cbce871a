/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { KeptSite } from "../../service/kept_site.ts";

/** Starts the service worker that answers from the copy of the site, and waits for it. Rejects where the browser forbids it. */
export async function register({ top }: KeptSite): Promise<void> {
  await navigator.serviceWorker.register(new URL("service_worker.js", top), { scope: top.href });
  await navigator.serviceWorker.ready;
}

/** Ends that service worker; pages that are open keep it until they are closed, but there is nothing left to answer from. */
export async function unregister({ top }: KeptSite): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration(top);
  if (registration?.scope === top.href) await registration.unregister();
}
