/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { KeptSite } from "../../service/kept_site.ts";
import { bytesOf, type Manifest } from "../../service/manifest.ts";
import { button, make } from "../elements.ts";
import { readManifest, SiteCopy } from "./copy_site.ts";
import { register, unregister } from "./registration.ts";

const UPDATE =
  "Downloads the new version, then reloads the open pages of this course. Your changes stay";
const STOPPED: Record<string, string> = {
  AbortError: "The download is stopped",
  TypeError: "The connection was lost",
  QuotaExceededError: "This browser has no room for the course",
};

/** The controls of a course that is kept in the browser: they download it, tell of a new version, and remove it. */
export class OfflinePanel {
  readonly #message = make("span", { role: "status" });
  readonly #controls = make("div", { className: "offline-controls" });
  /** Tells the other pages that a new version is in use. */
  readonly #channel: BroadcastChannel;
  /** Ends the wait for the network. */
  #wait = new AbortController();

  constructor(readonly box: HTMLElement, readonly site: KeptSite) {
    box.replaceChildren(this.#message, this.#controls);
    this.#channel = new BroadcastChannel(`unrolled:${site.top.pathname}`);
    this.#channel.onmessage = () => location.reload();
  }

  /** Shows the state of the copy, and whether there is a new version. */
  async show(): Promise<void> {
    const version = await this.site.version();
    if (version === undefined) return this.#showStopped("The download is not finished");
    this.#showKept();
    await register(this.site); // again, if the browser has forgotten it
    const { controller } = navigator.serviceWorker,
      shown = document.documentElement.dataset.version;
    if (controller && shown !== version) {
      const reload = button("Reload", "Show the page of the copy", () => location.reload());
      return this.#notify(
        "This page is older or newer than the copy that you keep offline.",
        reload,
      );
    }
    if (!navigator.onLine) return;
    const manifest = await readManifest(this.site).catch(() => undefined); // the server may be away
    if (manifest && manifest.version !== version) await this.#offer(manifest);
  }

  /** Downloads what is missing of the newest version, and uses it. */
  async keep(): Promise<void> {
    await navigator.locks.request(
      `unrolled:${this.site.top.pathname}`,
      { ifAvailable: true },
      (lock) => {
        if (lock) return this.#download();
        this.#say("Another page of this course is downloading it");
      },
    );
  }

  /** Removes the copy, and its service worker. */
  async remove(): Promise<void> {
    this.#wait.abort();
    await this.site.remove();
    await unregister(this.site);
    this.#say("The copy is removed", this.#keepButton("Keep this course offline"));
  }

  async #download(): Promise<void> {
    const stop = new AbortController();
    let state = "";
    this.#wait.abort();
    try {
      this.#say("Starting the download …");
      navigator.storage?.persist?.().catch(() => {}); // not awaited: Firefox asks the reader
      const manifest = await readManifest(this.site), total = bytesOf(manifest);
      const copy = await SiteCopy.inspect(this.site, manifest);
      const bar = make("progress", { max: total, ariaLabel: "Download" }), count = make("span");
      const progress = (done: number) => {
        bar.value = done;
        count.textContent = state = `${(done / 1e6).toFixed(1)} of ${(total / 1e6).toFixed(1)} MB`;
      };
      this.#say(
        "Downloading …",
        bar,
        count,
        button("Stop", "Stop the download", () => stop.abort()),
      );
      progress(copy.done);
      await copy.complete(stop.signal, progress);
      await this.#use(manifest);
    } catch (error) {
      stop.abort();
      const { name, message } = error as Error;
      this.#showStopped(STOPPED[name] ?? message, state);
      if (name === "TypeError") this.#continueOnline();
    }
  }

  #continueOnline(): void {
    const { signal } = this.#wait = new AbortController();
    addEventListener("online", () => this.keep(), { once: true, signal });
  }

  async #use({ version }: Manifest): Promise<void> {
    await this.site.use(version);
    await register(this.site);
    if (document.documentElement.dataset.version === version) return this.#showKept();
    this.#channel.postMessage("reload");
    location.reload();
  }

  async #offer(manifest: Manifest): Promise<void> {
    const { done } = await SiteCopy.inspect(this.site, manifest);
    const megabytes = ((bytesOf(manifest) - done) / 1e6).toFixed(1);
    this.#notify(
      "There is a new version of this course. You see the one that you keep offline.",
      button(`Update (${megabytes} MB)`, UPDATE, () => this.keep()),
    );
  }

  #showKept(): void {
    this.#say("✓ This course works offline, in this browser", this.#removeButton());
  }

  #showStopped(why: string, state = ""): void {
    this.#say(
      state ? `${why}. ${state} are in this browser` : why,
      this.#keepButton("Continue"),
      this.#removeButton(),
    );
  }

  /** Says something at the top of the page. */
  #notify(message: string, ...controls: HTMLElement[]): void {
    this.#say(message, ...controls);
    document.querySelector("article")?.prepend(this.box);
  }

  #say(message: string, ...controls: HTMLElement[]): void {
    this.#message.textContent = message;
    this.#controls.replaceChildren(...controls);
  }

  #keepButton(text: string): HTMLButtonElement {
    return button(text, "Download the course into this browser", () => this.keep());
  }

  #removeButton(): HTMLButtonElement {
    return button("Remove", "Delete the copy in this browser", () => this.remove());
  }
}
