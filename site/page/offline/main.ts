/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { KeptSite } from "../../service/kept_site.ts";
import { site } from "../addresses.ts";
import { OfflinePanel } from "./offline_panel.ts";

/** Opens the controls of the copy in the browser; with `starts`, downloads it. */
export async function openOffline(box: HTMLElement, starts: boolean): Promise<void> {
  const panel = new OfflinePanel(box, new KeptSite(site));
  await (starts ? panel.keep() : panel.show());
}
