import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { lineChart, slider } from "rnn/plot";
import { ServedSite } from "./served.ts";

// The visible texts and lines of the picture, or of an SVG document.
const VISIBLE = `(svg) => {
  const content = document.createElement("template");
  content.innerHTML = svg ?? document.querySelector("[data-frames] svg[role=img]").outerHTML;
  for (const hidden of content.content.querySelectorAll("[display=none]")) hidden.remove();
  return [...content.content.querySelectorAll("text, path")]
    .map((part) => part.textContent + (part.getAttribute("d") ?? ""));
}`;

describe("a slider without a kernel that can be called", () => {
  const site = new ServedSite();

  it("shows the picture of each value, though their elements differ", async () => {
    const draw = (n: number) =>
      lineChart({ memory: Array.from({ length: n }, (_, k) => k * k) }, {
        title: `The first ${n} squares`,
        x: "step",
        y: "square",
      });
    const options = { name: "n", min: 2, max: 12, step: 1, value: 4 };
    const frames = await slider(options, draw).frames(), html = await frames.html("live");
    await site.open("licences.html", async ({ page }) => {
      await page.goto("about:blank"); // a host that allows the script of the figure, as JupyterLab does
      await page.setContent(html);
      const input = page.getByRole("slider", { name: "n" });
      await input.press("Home");
      for (const figure of frames.figures) {
        const expected = await page.evaluate(`(${VISIBLE})(${JSON.stringify(figure.svg())})`);
        expect(await page.evaluate(`(${VISIBLE})()`)).toEqual(expected);
        await input.press("ArrowRight");
      }
      expect(await page.locator("[data-frames] svg > g[display]").count()).toBeGreaterThan(1);
    });
  });
});
