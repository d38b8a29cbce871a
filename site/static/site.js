// Makes whatever scrolls focusable, so that the keyboard can scroll it. Waits for MathJax, which sets the width of equations.
const SCROLLABLE = [
  "div.math, span.math, .bd-article table, .bd-article pre",
  ".cell_output .output, .cell_output .text_html > div, [data-frames] > div:first-child",
].join(", ");
const updateFocusable = () => {
  for (const element of document.querySelectorAll(SCROLLABLE)) {
    if (element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight) {
      element.tabIndex = 0;
    } else if (element.tabIndex === 0) element.removeAttribute("tabindex");
  }
};
addEventListener("load", async () => {
  await globalThis.MathJax?.startup?.promise;
  updateFocusable();
  addEventListener("resize", updateFocusable);
  document.body.dataset.settled = "";
});

// Offers to keep the course in the browser. What does it is loaded on demand; nothing here registers a service worker.
const offerOffline = async () => {
  const { content_root, bytes } = document.documentElement.dataset;
  const sidebar = document.querySelector(".bd-sidebar-primary");
  const canKeep = navigator.serviceWorker && location.protocol.startsWith("http");
  if (!bytes || !sidebar || !canKeep) return;
  const top = new URL(content_root, location);
  const names = await caches.keys();
  const box = Object.assign(document.createElement("div"), { className: "offline" });
  let panel;
  const open = async (starts) => {
    panel ??= import(new URL("_static/live/offline.js", top));
    const { openOffline } = await panel.catch(() => ({}));
    if (openOffline) openOffline(box, starts);
    else box.textContent = "Cannot keep the course offline: there is no connection";
  };
  if (names.some((name) => name.startsWith(`unrolled:${top.pathname}:`))) open(false);
  else {
    const button = document.createElement("button");
    button.textContent = `Keep this course offline (${Math.round(bytes / 1e6)} MB)`;
    button.title = "Downloads pages, data and scripts into this browser: no network is needed then";
    button.addEventListener("click", () => open(true));
    // another page of the course has made a copy
    navigator.serviceWorker.addEventListener("controllerchange", () => panel || open(false));
    box.append(button);
  }
  sidebar.append(box);
};
offerOffline();
