// What every browser test needs: Debian's Chromium, pages that are watched, axe-core, and the counts.
//
// A page is watched for what its console says against it, and for requests that leave the loopback address: both
// count as failures where the page is looked at.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const axeSource = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
// Pictures are for people to look at, and take as long as everything else: continuous integration has nobody to look.
const pictures = process.env.CI !== 'true';
export const sizes = { desktop: [1280, 900], phone: [375, 740], narrow: [320, 640] };

let passed = 0;
let failed = 0;
let planted;  // what was found, while defects are planted

// Counts one thing that was checked, and says what it found where it does not hold.
export function check(holds, what, found = '') {
  if (planted) {
    if (!holds) planted.push(what);
    return holds;
  }
  if (holds) {
    passed += 1;
    return true;
  }
  failed += 1;
  console.log(`FAILED: ${what}${found ? `\n    ${found}` : ''}`);
  return false;
}

// What `looking` finds, where a defect was planted for it to find: none of it counts.
export async function foundBy(looking) {
  planted = [];
  await looking();
  const found = planted;
  planted = undefined;
  return found;
}

// Does `work` for each of `all`, two at a time: while one waits for its page the other goes on.
export async function twoAtATime(all, work) {
  const queue = [...all];
  const goOn = async () => {
    while (queue.length > 0) await work(queue.shift());
  };
  await Promise.all([goOn(), goOn()]);
}

// The last line of a test, and how its process ends.
export function finish() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}

export function launch() {
  return chromium.launch({
    executablePath: '/usr/bin/chromium-headless-shell',
    args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-component-update',
           '--disable-sync', '--no-first-run'],
  });
}

// A page in a context of its own, so that nobody shares a cookie with anybody.
export async function open(browser, size, script = true) {
  const [width, height] = sizes[size];
  const context = await browser.newContext({ viewport: { width, height }, javaScriptEnabled: script, locale: 'en-GB' });
  return watched(await context.newPage(), script);
}

// A second page of the same person.
export async function openTab(page) {
  return watched(await page.context().newPage(), page.hasScript);
}

function watched(page, hasScript) {
  page.hasScript = hasScript;
  page.setDefaultTimeout(20000);
  page.complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error') page.complaints.push(message.text());
  });
  page.on('pageerror', (error) => page.complaints.push(String(error)));
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol !== 'data:' && hostname !== '127.0.0.1') page.complaints.push(`asked for ${request.url()}`);
  });
  return page;
}

// Where the page has no script no timer of it ever ends, and axe-core waits for one between its steps: it goes on at once.
const atOnce = 'window.setTimeout = (next, wait) => { if (!(wait > 100)) Promise.resolve().then(next); return 0; };';

// axe-core comes as text of this program, past the page's own policy, as a tester's tool does.
async function violations(page) {
  return page.evaluate(`${page.hasScript ? '' : atOnce} (() => { const module = undefined; ${axeSource}; })(); ` +
    `axe.run(document, { runOnly: ${JSON.stringify(tags)} }).then((r) => r.violations.map((v) => v.id + ': ' + v.help + ` +
    `' (' + v.nodes.slice(0, 2).map((n) => n.target.join(' ')).join('; ') + ')'))`);
}

// What holds of every page, whatever stands on it. `picture` is the file for its picture, where one is wanted;
// `axe` says whether axe-core looks too.
export async function look(page, name, size, { picture, axe = true } = {}) {
  const title = await page.title();
  check(/ – Accord$/.test(title), `${name} (${size}): the title names the page and Accord`, title);
  check(await page.locator('h1').count() === 1, `${name} (${size}): one h1`);
  check(page.complaints.length === 0, `${name} (${size}): the console says nothing, and nothing leaves this computer`,
        page.complaints.join(' | '));
  page.complaints = [];
  const [inside, outside] = await page.evaluate('[document.documentElement.scrollWidth, window.innerWidth]');
  check(inside <= outside, `${name} (${size}): no sideways scroll`, `${inside} px in ${outside}`);
  if (axe) {
    const found = await violations(page);
    check(found.length === 0, `${name} (${size}): axe-core finds nothing`, found.join('\n    '));
  }
  // A busy machine that does not come to take a picture says nothing of the page.
  if (picture && pictures) await page.screenshot({ path: picture, fullPage: true }).catch(() => console.log(`no picture: ${picture}`));
}

// The file for the picture of a page, in the folder `screens`.
export function pictureOf(screens, name, size) {
  return path.join(screens, `${name.replace(/[^a-z0-9]+/gi, '-')}-${size}.png`);
}
