// What scrolls sideways can be reached by the keyboard; equations get their width only when MathJax has drawn them.
const boxes = [
  "div.math, span.math, .bd-article table, .bd-article pre",
  ".cell_output .output, .cell_output .text_html > div, [data-frames] > div:first-child",
].join(", ");
const reach = () => {
  for (const box of document.querySelectorAll(boxes)) {
    if (box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight) box.tabIndex = 0;
    else if (box.tabIndex === 0) box.removeAttribute("tabindex");
  }
};
addEventListener("load", async () => {
  await globalThis.MathJax?.startup?.promise;
  reach();
  addEventListener("resize", reach);
  document.body.dataset.settled = "";
});
