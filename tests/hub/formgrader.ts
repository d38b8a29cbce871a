import type { Page } from "playwright-core";
import { openBrowser } from "../browser/chromium.ts";

// deno run -A tests/hub/formgrader.ts [URL-OF-THE-SERVER USER PASSWORD COMMENT]: as a teacher, opens the first submission
// in formgrader, grades it and comments on it, and tries what a script in it could do. Prints what happened as JSON.

/** Attempts of a script that got into the page nevertheless; each would change the title. */
const ATTEMPTS = `
  const add = (html) => document.body.insertAdjacentHTML("beforeend", html);
  add('<img src="x" onerror="document.title = 1">');
  add('<a id="attempt" href="javascript:document.title = 2">x</a>');
  document.getElementById("attempt").click();
  const script = document.createElement("script");
  script.textContent = "document.title = 3";
  document.body.append(script);
  add('<svg><animate onbegin="document.title = 4" attributeName="x" dur="1s"></animate></svg>');
  add('<form id="attempted" action="/hub/logout"></form>');
  document.getElementById("attempted").submit();
  add('<iframe srcdoc="<script>top.document.title = 5</script>"></iframe>');
  add('<base href="/elsewhere/">');
`;

async function logIn(page: Page, server: string, user: string, password: string): Promise<void> {
  await page.goto(new URL("/hub/login", server).href);
  await page.fill('input[name="username"]', user);
  await page.fill('input[name="password"]', password);
  await page.click('input[type="submit"], button[type="submit"]');
  await page.goto(`${server}formgrader/gradebook/ps1/ps1`, { waitUntil: "networkidle" });
}

/** Changes a score and writes a comment, as a teacher does, and waits until both are saved. */
async function grade(page: Page, comment: string): Promise<void> {
  for (
    const [kind, field, text] of [
      ["grade", "input.score", "0.5"],
      ["comment", "textarea.comment", comment],
    ]
  ) {
    const saved = page.waitForResponse((response) =>
      response.request().method() === "PUT" && response.url().includes(`/api/${kind}/`)
    );
    await page.locator(field).first().fill(text);
    await page.locator(field).first().blur();
    if (!(await saved).ok()) throw new Error(`Cannot save the ${kind}`);
  }
}

const [server, user, password, submission, comment] = Deno.args;
const browser = await openBrowser();
try {
  if (server) {
    const page = await browser.newPage(), answered: string[] = [];
    await logIn(page, server, user, password);
    const listed = await page.locator("#main-table tr").count();
    page.on("response", (response) => {
      answered.push(`${response.request().method()} ${response.url()}`);
    });
    const url = `${server}formgrader/submissions/${submission}/`;
    await page.goto(url, { waitUntil: "networkidle" });
    const untouched = { title: await page.title(), answered: [...answered] };
    await grade(page, comment);
    answered.length = 0;
    await page.evaluate(ATTEMPTS);
    await page.waitForTimeout(1000);
    await page.click(".name-hidden.glyphicon"); // formgrader's own handler in an attribute
    const attempted = {
      title: await page.title(),
      url: page.url().split("?")[0],
      answered: [...answered],
    };
    const names = await page.locator("a.name-shown").isVisible();
    const text = await page.locator("#notebook").first().innerText();
    await page.goto(`${url}page.html`);
    const file = await page.title();
    console.log(JSON.stringify({ url, listed, untouched, attempted, names, text, file }));
  }
} finally {
  await browser.close();
}
