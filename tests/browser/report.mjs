// Uses a report as a reader does: see run.sh.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const file = pathToFileURL(resolve(process.argv[2])).href;
const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: flags });

/// A page that is offline, and whatever it complains of or asks for.
const open = async (options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, offline: true, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (request.url() !== file && !request.url().startsWith("data:")) complaints.push(`request: ${request.url()}`);
  });
  await page.goto(file);
  return { context, page, complaints };
};

const tests = {
  "it opens without a complaint and asks for nothing": async () => {
    const { context, page, complaints } = await open();
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await page.waitForTimeout(200);
    assert.deepEqual(complaints, []);
    await context.close();
  },

  "it reads without JavaScript": async () => {
    const { context, page } = await open({ javaScriptEnabled: false });
    assert.ok((await page.locator("main h2").count()) >= 4);
    assert.equal(await page.locator("button").count(), 0, "no button that does nothing");
    await context.close();
  },

  "ids are unique and every link within the report leads somewhere": async () => {
    const { context, page } = await open();
    const faults = await page.evaluate(() => {
      const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
      const twice = ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `twice: ${id}`);
      const dead = [...document.querySelectorAll("a[href^='#']")]
        .map((link) => decodeURIComponent(link.getAttribute("href").slice(1)))
        .filter((id) => id && !document.getElementById(id))
        .map((id) => `leads nowhere: ${id}`);
      const labels = [...document.querySelectorAll("[aria-labelledby]")]
        .flatMap((element) => element.getAttribute("aria-labelledby").split(" "))
        .filter((id) => !document.getElementById(id))
        .map((id) => `labelled by nothing: ${id}`);
      return [...new Set([...twice, ...dead, ...labels])];
    });
    assert.deepEqual(faults, []);
    await context.close();
  },

  "the page's styles do not move what is drawn": async () => {
    for (const viewport of [{ width: 1280, height: 900 }, { width: 400, height: 800 }]) {
      const { context, page } = await open({ viewport });
      // A drawing is measured with the metrics of its own font; the page must not give it another one.
      const outside = await page.evaluate(() => [...document.querySelectorAll(".drawing svg")].flatMap((svg) => {
        const font = getComputedStyle(svg).fontFamily;
        const { width, height } = svg.viewBox.baseVal;
        return [...svg.querySelectorAll("text")].filter((text) => {
          const box = text.getBBox();
          const turned = text.closest("[transform]") !== null;
          const beyond = !turned && (box.x < -1 || box.y < -1 || box.x + box.width > width + 1 || box.y + box.height > height + 1);
          return beyond || getComputedStyle(text).fontFamily !== font;
        }).map((text) => `${svg.id}: ${text.textContent}`);
      }));
      assert.deepEqual(outside, []);
      await context.close();
    }
  },

  "headings do not skip a level": async () => {
    const { context, page } = await open();
    const levels = await page.evaluate(() => [...document.querySelectorAll("header h1, header h2, header h3, main h2, main h3, main h4, main h5, main h6")].map((heading) => Number(heading.tagName[1])));
    assert.equal(levels[0], 1);
    levels.reduce((before, level) => {
      assert.ok(level <= before + 1, `${level} after ${before}`);
      return level;
    });
    await context.close();
  },

  "the answer is on the first screen": async () => {
    for (const viewport of [{ width: 1280, height: 900 }, { width: 400, height: 800 }]) {
      const { context, page } = await open({ viewport });
      const box = await page.locator(".headline .big").first().boundingBox();
      assert.ok(box && box.y + box.height <= viewport.height, `${viewport.width}: ${JSON.stringify(box)}`);
      await context.close();
    }
  },

  "contents follow the reading": async () => {
    const { context, page } = await open();
    const link = page.locator(".contents > details > ol > li > a").nth(3);
    const id = decodeURIComponent((await link.getAttribute("href")).slice(1));
    await page.evaluate((target) => document.getElementById(target).scrollIntoView({ behavior: "instant" }), id);
    await page.waitForFunction((target) => {
      const current = document.querySelector(".contents a[aria-current]");
      return current && current.getAttribute("href") === `#${target}`;
    }, id, { timeout: 5000 });
    await context.close();
  },

  "a table sorts by the number of its cells, up, down and back": async () => {
    const { context, page } = await open();
    const table = page.locator("#tab-studies table[data-sortable]");
    assert.equal(await table.count(), 1);
    const column = await table.evaluate((element) => {
      const row = element.tBodies[0].rows[0];
      return [...row.cells].findIndex((cell, at) => at > 0 && cell.classList.contains("end"));
    });
    const values = () => table.evaluate((element, at) => [...element.tBodies[0].rows]
      .map((row) => row.cells[at].dataset.v ?? row.cells[at].textContent)
      .filter((text) => !Number.isNaN(Number(text))).map(Number), column);
    const before = await values();
    const button = table.locator("thead th").nth(column).locator("button");
    await button.click();
    assert.deepEqual(await values(), [...before].sort((a, b) => a - b));
    assert.equal(await table.locator("thead th").nth(column).getAttribute("aria-sort"), "ascending");
    await button.press("Enter");
    assert.deepEqual(await values(), [...before].sort((a, b) => b - a));
    await button.click();
    assert.deepEqual(await values(), before);
    await context.close();
  },

  "a figure enlarges, closes and comes along": async () => {
    const { context, page, complaints } = await open();
    const figure = page.locator("main figure").first();
    const button = figure.getByRole("button", { name: "Enlarge" });
    await button.click();
    const dialog = page.locator("dialog[open]");
    assert.equal(await dialog.locator("svg").count(), 1);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("dialog[open]").count(), 0);
    assert.equal(await figure.locator(".drawing svg").count(), 1, "back in its place");
    await figure.locator(".drawing").click({ position: { x: 5, y: 5 } });
    assert.equal(await page.locator("dialog[open]").count(), 1);
    await page.locator("dialog").getByRole("button", { name: "Close" }).click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      figure.getByRole("button", { name: "Download SVG" }).click(),
    ]);
    assert.match(download.suggestedFilename(), /\.svg$/);
    assert.deepEqual(complaints, []);
    await context.close();
  },

  "the keyboard reaches everything": async () => {
    const { context, page } = await open();
    const expected = await page.evaluate(() => [...document.querySelectorAll("a[href], button, summary, [tabindex='0']")]
      .filter((element) => element.tabIndex >= 0 && element.checkVisibility()).length);
    // As many steps as there are things to reach, each on something new that shows its focus.
    const reached = new Set();
    for (let step = 0; step < expected; step += 1) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return null;
        window.numbered ??= new Map();
        if (!window.numbered.has(element)) window.numbered.set(element, window.numbered.size);
        const style = getComputedStyle(element);
        return { at: window.numbered.get(element), outline: style.outlineStyle !== "none" };
      });
      if (at === null) break;
      assert.ok(at.outline, "the focus is seen");
      reached.add(at.at);
    }
    assert.ok(reached.size >= expected - 2, `${reached.size} of ${expected}`);
    await context.close();
  },

  "a link into a folded part opens it": async () => {
    const { context, page } = await open();
    const id = await page.evaluate(() => document.querySelector("main details.fold:not([open]) .table[id]")?.id);
    if (id) {
      await page.evaluate((target) => { location.hash = target; }, id);
      await page.waitForFunction((target) => document.getElementById(target).checkVisibility(), id, { timeout: 5000 });
    }
    await context.close();
  },

  "light and dark are a choice": async () => {
    const { context, page } = await open({ colorScheme: "light" });
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await page.getByRole("button", { name: "Dark" }).click();
    assert.notEqual(await ground(), light);
    await page.getByRole("button", { name: "Light" }).click();
    assert.equal(await ground(), light);
    await context.close();
  },

  "on a phone nothing hangs over the side": async () => {
    const { context, page } = await open({ viewport: { width: 400, height: 800 }, isMobile: true, hasTouch: true });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 400, `${width} px`);
    await context.close();
  },

  "on paper there is what the reader has open": async () => {
    const { context, page } = await open();
    await page.emulateMedia({ media: "print" });
    const fold = page.locator("main details.fold").filter({ has: page.locator("table") }).first();
    const table = fold.locator("table").first();
    assert.equal(await table.isVisible(), false);
    await fold.evaluate((details) => { details.open = true; });
    assert.equal(await table.isVisible(), true);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    assert.ok(pdf.length > 20_000);
    await context.close();
  },
};

for (const colorScheme of ["light", "dark"]) {
  for (const [name, viewport] of [["desktop", { width: 1280, height: 900 }], ["phone", { width: 400, height: 800 }]]) {
    tests[`axe finds no barrier: ${colorScheme}, ${name}`] = async () => {
      const { context, page } = await open({ colorScheme, viewport });
      await page.evaluate(() => { for (const details of document.querySelectorAll("details")) details.open = true; });
      await page.evaluate(axeSource);
      const { violations } = await page.evaluate(() => axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        resultTypes: ["violations"],
      }));
      const found = violations.map(({ id, help, nodes }) => `${id} (${help}): ${nodes.slice(0, 4).map((node) => `${node.target} ${node.any[0]?.message ?? ""}`).join(" | ")} ... ${nodes.length}`);
      assert.deepEqual(found, []);
      await context.close();
    };
  }
}

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  try {
    await test();
    console.log(`ok    ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL  ${name}\n      ${String(error.message).replaceAll("\n", "\n      ")}`);
  }
}
await browser.close();
console.log(`browser test: ${Object.keys(tests).length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
