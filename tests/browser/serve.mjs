// Watches the live preview as an author does: see run.sh. usage: node serve.mjs PROGRAM
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const program = process.argv[2];
const folder = await mkdtemp(join(tmpdir(), "preview-"));
execFileSync(program, ["init", join(folder, "sepsis"), "--quiet"]);
const server = spawn(program, ["serve", join(folder, "sepsis"), "--port", "0"], { stdio: ["ignore", "ignore", "pipe"] });
const address = await new Promise((found, failed) => {
  let said = "";
  server.stderr.on("data", (data) => {
    said += data;
    const match = said.match(/http:\/\/127\.0\.0\.1:\d+\//);
    if (match) found(match[0]);
  });
  server.on("exit", () => failed(new Error(said)));
});
const flags = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: flags });
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(10_000);
  const complaints = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  await page.goto(address);
  const file = join(folder, "sepsis", "review.yaml");
  const text = await readFile(file, "utf8");

  const title = "Survival of children, seen again";
  let saved = Date.now();
  await writeFile(file, text.replace(/^title: .*$/m, `title: ${title}`));
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
  console.log(`ok   an edit appears without a reload by hand (${Date.now() - saved} ms)`);

  saved = Date.now();
  await writeFile(file, text.replace("measure: proportion", "measure: proportoin"));
  const overlay = page.locator("#ecmo-report-faults");
  await overlay.waitFor();
  console.log(`ok   an error shows as an overlay (${Date.now() - saved} ms)`);
  assert.match(await overlay.textContent(), /did you mean `proportion`/);
  assert.ok(await page.getByRole("heading", { level: 1, name: title }).isVisible(), "the last good report stays");

  await writeFile(file, text.replace(/^title: .*$/m, `title: ${title}`));
  await overlay.waitFor({ state: "detached" });
  console.log("ok   the overlay goes when the error is mended");
  assert.deepEqual(complaints, []);
} finally {
  await browser.close();
  server.removeAllListeners("exit");
  server.kill();
  await rm(folder, { recursive: true });
}
