import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { type MonitoredPage, overflowWidth, seriousViolations, type View } from "./browser.ts";
import { ServedSite } from "./served.ts";
import { cellWith, SliderPage } from "./slider_page.ts";

const NOTEBOOK = "08_lstm.html";

// Counts the calls that a kernel has received and not answered.
const COUNT_CALLS = `{
  globalThis.counts = { now: 0, most: 0 };
  globalThis.MessageChannel = class extends MessageChannel {
    constructor() {
      super();
      this.port1.addEventListener("message", ({ data }) => { // before the page's own listener
        if (data.type === "called") counts.now--;
      });
    }
  };
  const { postMessage } = MessagePort.prototype;
  MessagePort.prototype.postMessage = function (message, ...rest) {
    if (message.type === "call") counts.most = Math.max(counts.most, ++counts.now);
    postMessage.call(this, message, ...rest);
  };
}`;

describe("a slider in the page", () => {
  const site = new ServedSite();
  const onPage = (
    test: (slider: SliderPage, monitored: MonitoredPage) => Promise<void>,
    options: { view?: View; script?: string } = {},
  ) =>
    site.openFresh(
      NOTEBOOK,
      (monitored) => test(new SliderPage(monitored.page), monitored),
      options,
    );

  it("draws the picture of each value that is chosen by keyboard, and says the value", () =>
    onPage(async (slider, { errors, external }) => {
      await slider.run(0, cellWith());
      await slider.shows(0.3);
      for (
        const [key, value] of [["ArrowRight", 0.4], ["ArrowLeft", 0.3], ["End", 1], ["Home", 0]]
      ) {
        await slider.input.press(String(key));
        await slider.shows(Number(value));
        expect(await slider.input.getAttribute("aria-valuetext")).toBe(String(value));
        expect(await slider.row.innerText()).toBe(`θ\n${value}`);
      }
      const described = slider.output.getByRole("status").filter({ hasText: "θ = 0" });
      await described.waitFor();
      expect([errors, external]).toEqual([[], []]);
    }));

  it("can be dragged with the mouse and touched with a finger", () =>
    onPage(async (slider, { page }) => {
      await slider.run(0, cellWith());
      await slider.shows(0.3);
      await slider.typesChecked(0);
      await slider.input.scrollIntoViewIfNeeded();
      const { x, y, width, height } = await slider.place();
      await page.mouse.move(x + 0.3 * width, y + height / 2);
      await page.mouse.down();
      await page.mouse.move(x + 0.9 * width, y + height / 2, { steps: 20 });
      await page.mouse.up();
      await slider.shows(0.9);
      const devtools = await page.context().newCDPSession(page);
      await devtools.send("Emulation.setTouchEmulationEnabled", { enabled: true });
      const onPhone = await slider.place(); // higher, without the hint for keyboards
      const touch = (type: "touchStart" | "touchMove", value: number) => {
        const half = height / 2; // of the thumb
        const place = onPhone.x + half + value * (width - height);
        const touchPoints = [{ x: place, y: onPhone.y + half }];
        return devtools.send("Input.dispatchTouchEvent", { type, touchPoints });
      };
      await touch("touchStart", 0.9);
      for (const value of [0.8, 0.7, 0.6, 0.5]) await touch("touchMove", value);
      await devtools.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
      await slider.shows(0.5);
      await devtools.send("Emulation.setTouchEmulationEnabled", { enabled: false });
    }));

  it("has at most one call in flight, and ends with the newest value", () =>
    onPage(async (slider, { page }) => {
      await slider.run(0, cellWith("wait(40);"));
      await slider.shows(0.3);
      const values = Array.from({ length: 60 }, (_, n) => (n * 7 % 10) / 10);
      for (let n = 0; n < 60; n += 10) {
        await slider.dragThrough(values.slice(n, n + 10));
        await page.waitForTimeout(30);
      }
      await slider.dragThrough([0.8]);
      await slider.shows(0.8);
      expect(await page.evaluate("counts.most")).toBe(1);
      await slider.output.locator("summary").click();
      const calls = Math.max(...(await slider.rows()).slice(1).map(([, , calls]) => Number(calls)));
      expect(calls).toBeGreaterThan(2);
      expect(calls).toBeLessThan(20); // of 61 moves
    }, { script: COUNT_CALLS }));

  it("shows an error instead of the picture, with its line, and draws again after it", () =>
    onPage(async (slider) => {
      await slider.run(0, cellWith('if (theta > 0.5) throw new RangeError("too large");'));
      await slider.shows(0.3);
      const { height } = (await slider.picture.boundingBox())!;
      await slider.dragThrough([0.7]);
      const alert = slider.picture.getByRole("alert");
      await alert.waitFor();
      const text = await alert.innerText();
      expect(text).toContain("RangeError: too large\n  cell 1, line 9\n");
      expect(text).toMatch(/if \(theta > 0.5\) throw new RangeError\("too large"\);\n +\^/);
      expect((await slider.picture.boundingBox())!.height).toBe(height);
      await slider.dragThrough([0.9, 0.2]);
      await slider.shows(0.2);
      expect(await alert.count()).toBe(0);
      await slider.run(1, "1 + 1");
      await slider.cell.nth(1).getByText("2", { exact: true }).waitFor();
    }));

  it("lets cells run while a call is in flight, and is replaced when its own cell runs again", () =>
    onPage(async (slider) => {
      await slider.run(0, cellWith("if (theta > 0.3) wait(300);"));
      await slider.shows(0.3);
      await slider.dragThrough([0.8]);
      await slider.run(1, "6 * 7");
      await slider.cell.nth(1).getByText("42", { exact: true }).waitFor();
      await slider.shows(0.8);

      await slider.dragThrough([0.9, 0.7]);
      await slider.runAgain(0);
      await slider.shows(0.3); // anew
      await slider.dragThrough([0.1]);
      await slider.shows(0.1);
      expect(await slider.input.count()).toBe(1);
    }));

  it("says that it is computing, can be stopped, and then says that its cell has to run again", () =>
    onPage(async (slider) => {
      await slider.run(0, cellWith("while (theta === 1);"));
      await slider.shows(0.3);
      await slider.dragThrough([1, 0.6]);
      await slider.row.getByText("computing …").waitFor();
      await slider.row.getByRole("button", { name: "Stop" }).click();
      await slider.row.getByText("Stopped: run this cell again to use the slider").waitFor();
      expect(await slider.input.isDisabled()).toBe(true);
      await slider.shows(0.3); // still
      expect(await slider.input.inputValue()).toBe("0.3");
      await slider.runAgain(0);
      await slider.input.and(slider.page.locator(":enabled")).waitFor();
      await slider.dragThrough([0.6]);
      await slider.shows(0.6);
    }));

  it("has a table of the values so far, in order, with the numbers of their pictures", () =>
    onPage(async (slider) => {
      await slider.run(0, cellWith());
      await slider.shows(0.3);
      await slider.output.locator("summary").click();
      await slider.dragThrough([0.9]);
      await slider.shows(0.9);
      await slider.dragThrough([0.1]);
      await slider.shows(0.1);
      expect(await slider.rows()).toEqual([
        ["θ", "left", "calls"],
        ["0.1", "0.01", "3"],
        ["0.3", "0.09", "1"],
        ["0.9", "0.81", "2"],
      ]);
      expect(await slider.output.locator("tr[aria-current] th").innerText()).toBe("0.1");
    }));

  it("shows what its function prints at the newest call, and nothing from those before", () =>
    onPage(async (slider) => {
      await slider.run(0, cellWith('console.log("drawing", theta);'));
      await slider.shows(0.3);
      for (const value of [0.4, 0.5]) {
        await slider.dragThrough([value]);
        await slider.shows(value);
      }
      const printed = await slider.output.locator(".stream").allInnerTexts();
      expect(printed.map((text) => text.trim())).toEqual(["drawing 0.3", "drawing 0.5"]);
    }));

  it("stays in its place, whatever the length of the title and the height of the picture", () =>
    onPage(async (slider) => {
      await slider.run(
        0,
        `import { lineChart, slider } from "rnn/plot";
        slider({ name: "θ", min: 0, max: 10, step: 1, value: 10 }, (theta) =>
          lineChart({ memory: [1, theta + 2] }, {
            title: "θ = " + theta + " " + "!".repeat(9 * theta), // of one line or two, and as wide as its marks
            x: "step", y: "memory", height: 200 + 10 * theta,
          }));`,
      );
      const title = slider.picture.locator("svg > text").first();
      await title.waitFor();
      const places = async () => {
        await slider.settles();
        const { x, y } = (await title.boundingBox())!, row = (await slider.row.boundingBox())!;
        return { x, y, row: row.y };
      };
      await slider.typesChecked(0);
      const first = await places();
      for (const value of [0, 5, 10]) {
        await slider.dragThrough([value]);
        await title.filter({ hasText: new RegExp(`^θ = ${value}( !*)?$`) }).waitFor();
        const now = await places();
        for (const name of ["x", "y", "row"] as const) {
          expect(now[name]).toBeCloseTo(first[name], 0);
        }
      }
    }));

  it("is downloaded as the picture that it shows", () =>
    onPage(async (slider, { page }) => {
      await slider.run(0, cellWith());
      await slider.shows(0.3);
      await slider.dragThrough([0.9]);
      await slider.shows(0.9);
      const saved = page.waitForEvent("download");
      await page.getByRole("button", { name: "Download" }).first().click();
      const text = await Deno.readTextFile(await (await saved).path());
      const code = JSON.parse(text).cells.filter((cell: { cell_type: string }) =>
        cell.cell_type === "code"
      );
      expect(code[0].outputs).toHaveLength(1);
      expect(code[0].outputs[0].data["text/html"]).toContain("What is left with θ = 0.9");
    }));

  for (const view of ["light", "dark", "phone"] as const) {
    it(`${view}: has no serious violation that axe finds, nor overflow`, () =>
      onPage(async (slider, { page }) => {
        await slider.run(0, cellWith("if (theta > 0.5) throw new RangeError();"));
        await slider.shows(0.3);
        await slider.output.locator("summary").click();
        expect(await overflowWidth(page)).toBe(0);
        await slider.dragThrough([0.9]);
        await slider.picture.getByRole("alert").waitFor();
        await slider.dragThrough([0.4]);
        await slider.shows(0.4);
        expect(await seriousViolations(page, view)).toEqual([]);
      }, { view }));
  }
});
