// Makes whatever scrolls focusable, so that the keyboard can scroll it. Waits for MathJax, which sets the width of equations.
const SCROLLABLE = [
  "div.math, span.math, .bd-article table, .bd-article pre",
  ".cell_output .output, .cell_output .text_html > div, [data-frames] > div:first-child",
].join(", ");
const updateFocusable = () => {
  for (const element of document.querySelectorAll(SCROLLABLE)) {
    if (element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight) element.tabIndex = 0;
    else if (element.tabIndex === 0) element.removeAttribute("tabindex");
  }
};
addEventListener("load", async () => {
  await globalThis.MathJax?.startup?.promise;
  updateFocusable();
  addEventListener("resize", updateFocusable);
  document.body.dataset.settled = "";
});
