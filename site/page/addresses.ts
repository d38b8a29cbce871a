/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/** Returns the address of a file beside the scripts. */
export const beside = (name: string): string => new URL(name, import.meta.url).href;

/** The top folder of the site. */
export const site: URL = new URL("../../", import.meta.url);

/** Returns the folder of this page's language below that of the notebooks, such as "fr/", or "" for English. */
export function languageFolder(): string {
  return pageName().match(/^[a-z]{2}\//)?.[0] ?? "";
}

/** Returns the path of this page from the top of the site, without ".html"; the build writes it into the page. */
export function pageName(): string {
  return document.querySelector<HTMLScriptElement>("script[data-page]")!.dataset.page!;
}
