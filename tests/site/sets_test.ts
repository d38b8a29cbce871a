import { describe, it } from "@std/testing/bdd";
import { expect } from "@std/expect";
import { type MonitoredPage, seriousViolations, waitUntilRendered } from "./browser.ts";
import { ServedSite } from "./served.ts";
import { MISTAKE, OVERVIEW, PS1, SetPage, textOf } from "./set_page.ts";

// real quotas: the first fills what is left of it, the second throws at every access
const FILL = `(() => {
  for (let size = 1e6, n = 0; size >= 1; n++) {
    try { localStorage.setItem("fill" + n, "x".repeat(size)); } catch { size = Math.floor(size / 2); }
  }
})()`;
const FORBID = `Object.defineProperty(globalThis, "localStorage", {
  get() { throw new DOMException("Access is denied", "SecurityError"); },
})`;

describe("a reader of a problem set", () => {
  const site = new ServedSite();
  const fresh = (name: string, test: (set: SetPage) => Promise<void>) =>
    site.openFresh(name, async ({ page, errors }) => {
      await test(new SetPage(page));
      expect(errors).toEqual([]);
    });

  it("sees items and points, which survive a reload, as do the code and the level of the hints", () =>
    fresh(PS1, async (set) => {
      expect(await set.bars()).toEqual(["0 of 6 items, 0 of 13 points"]);
      await set.write("ps1-relu", await textOf("ps1.relu"));
      expect(await set.run("ps1-relu-check")).toContain("✓ ps1.relu: pass, 1 of 1 points");
      expect(await set.bars()).toEqual(["1 of 6 items, 1 of 13 points"]);
      await set.write("ps1-leaky", await textOf("ps1.leaky", MISTAKE));
      const first = await set.run("ps1-leaky-check");
      expect(first).toContain(`${MISTAKE}: The old state is multiplied by 1 − α`);
      expect(first).toContain("Hint 1 of 3");
      expect(await set.items()).toEqual(["1 ✓", "2 ≈", "3", "4", "5", "6"]);
      await set.reload();
      expect(await set.bars()).toEqual(["1 of 6 items, 1 of 13 points"]);
      expect(await set.text("ps1-leaky")).toBe(await textOf("ps1.leaky", MISTAKE));
      const second = await set.run("ps1-leaky-check");
      expect(second).toContain("Hint 2 of 3");
      expect(second).toContain("ps1: 1 of 6 items, 1 of 13 points");
      await set.write("ps1-leaky", await textOf("ps1.leaky"));
      await set.run("ps1-leaky-check");
      expect(await set.bars()).toEqual(["2 of 6 items, 3 of 13 points"]);
    }));

  it("gets no verdict on an older version of a cell that cannot be parsed", () =>
    fresh(PS1, async (set) => {
      await set.write("ps1-relu", await textOf("ps1.relu"));
      expect(await set.run("ps1-relu-check")).toContain("✓ ps1.relu: pass");
      await set.write("ps1-relu", "function reluStep( {");
      const check = set.cell("ps1-relu-check");
      await check.getByText("a cell above has changed since").waitFor();
      await check.getByRole("button", { name: "Run" }).click();
      await set.page.getByText(/Cell 2 failed, so the cells below it did not run/).waitFor();
      expect(await set.cell("ps1-relu").locator(".cell_output").innerText()).toContain(
        "SyntaxError",
      );
      expect(await check.locator(".live-mark").innerText()).toBe(
        "did not run, because cell 2 failed",
      );
    }));

  it("sees all sets on one page, also when a check runs in another tab", () =>
    fresh(PS1, async (set) => {
      const other = new SetPage(await set.page.context().newPage());
      await other.page.goto(new URL(`/${OVERVIEW}`, set.page.url()).href);
      await other.page.locator("#your-work").waitFor();
      expect((await other.bars())[0]).toBe("0 of 6 items, 0 of 13 points");
      await set.solveOne();
      await other.page.getByText("2 changed cells and 2 results, on these pages").waitFor();
      const [ps1, ps2, ...more] = await other.bars();
      expect([ps1, ps2, more.at(-1)]).toEqual([
        "1 of 6 items, 1 of 13 points",
        "0 of 6 items, 0 of 13 points",
        "1 of 45 items, 1 of 112 points",
      ]);
      expect(await other.page.locator("#your-work li").allInnerTexts())
        .toEqual(["Problem set 1: forward pass and unrolling: 2 changed cells"]);
    }));

  it("can look at a solution, copy it into the cell, and take that back", () =>
    fresh(PS1, async (set) => {
      expect(await set.page.locator("details.solution").count()).toBe(6);
      const solution = set.page.locator("details.solution").first();
      expect(await solution.locator("pre").isVisible()).toBe(false);
      await set.write("ps1-relu", "const mine = 1;");
      await solution.locator("summary").click();
      expect(await set.text("ps1-relu")).toBe("const mine = 1;");
      await solution.getByRole("button", { name: "Copy into the cell" }).click();
      expect(await set.text("ps1-relu")).toBe(await textOf("ps1.relu"));
      expect(await set.run("ps1-relu-check")).toContain("pass, 1 of 1 points");
      await solution.getByRole("button", { name: "Undo" }).click();
      expect(await set.text("ps1-relu")).toBe("const mine = 1;");
    }));

  /** Solves an item where the browser refuses to store anything. */
  const workWithoutStorage = async (set: SetPage) => {
    await set.write("ps1-relu", await textOf("ps1.relu"));
    expect(await set.page.locator(".live-status").innerText())
      .toContain("This browser cannot keep your changes");
    expect(await set.run("ps1-relu-check")).toContain("pass, 1 of 1 points");
    expect(await set.bars()).toEqual(["1 of 6 items, 1 of 13 points"]);
    expect(await set.page.locator(".work-remark").innerText()).toContain(
      "This browser cannot keep your results: they are lost when you leave the page.",
    );
  };

  it("is told if the storage of the browser is full, and can work on", () =>
    fresh(PS1, async (set) => {
      await set.page.evaluate(FILL);
      await workWithoutStorage(set);
      expect(await set.kept()).toEqual({});
    }));

  it("is told if the storage of the browser is forbidden, and can work on", () =>
    site.openFresh(PS1, async ({ page, errors }) => {
      const ofTheme = /Access is denied|invalid theme mode/; // which reads the storage without a check
      expect(errors.splice(0).filter((error) => !ofTheme.test(error))).toEqual([]);
      await workWithoutStorage(new SetPage(page));
      expect(errors).toEqual([]);
    }, { script: FORBID }));

  for (const view of ["light", "dark", "phone"] as const) {
    it(`meets nothing that axe objects to in any state of the pages, ${view}`, () => {
      const test = async ({ page }: MonitoredPage) => {
        const set = new SetPage(page), relu = "cell:exercises/ps1#ps1-relu";
        await set.solveOne();
        await set.keep(relu, { ...(await set.kept())[relu] as object, original: "old text" });
        await set.keep("cell:exercises/ps1#former", { text: "mine", original: "old text" });
        await set.reload();
        await set.run("ps1-leaky-check");
        for (const summary of await page.locator("article summary").all()) await summary.click();
        await waitUntilRendered(page);
        expect(await seriousViolations(page, view)).toEqual([]);
        await set.go(OVERVIEW);
        await page.getByRole("button", { name: "Delete my work" }).click();
        await waitUntilRendered(page);
        expect(await seriousViolations(page, view)).toEqual([]);
      };
      return site.openFresh(PS1, test, { view });
    });
  }
});
