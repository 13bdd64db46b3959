// Every page that stands, as people meet it: in Debian's Chromium, on a desktop, at a phone's width and at 320
// pixels, with axe-core (WCAG 2.2 AA and best practice), with the console watched, and without script.
//
//   node pages.mjs ADDRESS SCREENS
//
// ADDRESS is that of a served demonstration; pictures go to the folder SCREENS. Ends with "N passed, N failed".
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { chromium } from 'playwright-core';

const [address, screens] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const axeSource = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const sizes = { desktop: [1280, 900], phone: [375, 740], narrow: [320, 640] };

let passed = 0;
let failed = 0;
function check(holds, what, found = '') {
  if (holds) {
    passed += 1;
    return;
  }
  failed += 1;
  console.log(`FAILED: ${what}${found ? `\n    ${found}` : ''}`);
}

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-component-update',
         '--disable-sync', '--no-first-run'],
});

// A context whose pages are watched: what the console says against a page counts against it.
async function open(size, script = true) {
  const [width, height] = sizes[size];
  const context = await browser.newContext({ viewport: { width, height }, javaScriptEnabled: script, locale: 'en-GB' });
  const page = await context.newPage();
  page.complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error') page.complaints.push(message.text());
  });
  page.on('pageerror', (error) => page.complaints.push(String(error)));
  return page;
}

// axe-core comes as text of this program, past the page's own policy, as a tester's tool does.
async function violations(page) {
  const found = await page.evaluate(`(() => { const module = undefined; ${axeSource}; })(); axe.run(document, ` +
    `{ runOnly: ${JSON.stringify(tags)} }).then((r) => r.violations.map((v) => v.id + ': ' + v.help + ' (' + ` +
    `v.nodes.slice(0, 2).map((n) => n.target.join(' ')).join('; ') + ')'))`);
  return found;
}

async function look(page, name, size) {
  const title = await page.title();
  check(/ – Accord$/.test(title), `${name} (${size}): the title names the page and Accord`, title);
  check(await page.locator('h1').count() === 1, `${name} (${size}): one h1`);
  check(page.complaints.length === 0, `${name} (${size}): the console says nothing`, page.complaints.join(' | '));
  page.complaints = [];
  const [inside, outside] = await page.evaluate('[document.documentElement.scrollWidth, window.innerWidth]');
  check(inside <= outside, `${name} (${size}): no sideways scroll`, `${inside} px in ${outside}`);
  const found = await violations(page);
  check(found.length === 0, `${name} (${size}): axe-core finds nothing`, found.join('\n    '));
  if (screens && size !== 'narrow') {
    await page.screenshot({ path: path.join(screens, `${name.replace(/[^a-z0-9]+/gi, '-')}-${size}.png`), fullPage: true });
  }
}

// Acts as people of the partnership, one after the other, until `wanted` is true of what they see.
async function actAs(page, partnership, wanted) {
  await page.goto(`${partnership}/people`);
  const people = await page.locator('button[name=person]').evaluateAll((buttons) => buttons.map((b) => b.value));
  for (const person of people) {
    await page.goto(`${partnership}/people`);
    await page.click(`button[name=person][value="${person}"]`);
    if (await wanted(page)) return person;
  }
  return undefined;
}

const start = await open('desktop');
await start.goto(address);
await look(start, 'choose a partnership', 'desktop');
const partnerships = await start.locator('main a[href*="/p/"]').evaluateAll((links) =>
  links.map((link) => link.href.replace(/\/work$/, '')));
check(partnerships.length >= 5, 'the demonstration has five partnerships', String(partnerships.length));

for (const partnership of partnerships) {
  const key = partnership.split('/').pop();
  const links = {};
  const finder = await open('desktop');
  const person = await actAs(finder, partnership, async (page) => {
    await page.goto(`${partnership}/work`);
    const owed = await page.locator('main a[href*="/d/"]').evaluateAll((all) => all.map((a) => a.href));
    links.disagreement = owed[0]?.replace(/(\/d\/[^/?#]+).*/, '$1');
    return Boolean(links.disagreement);
  });
  check(person !== undefined, `${key}: somebody has work to do`);
  if (person === undefined) continue;
  const pages = {
    'your work': `${partnership}/work`,
    'a disagreement': links.disagreement,
    policy: `${partnership}/policy`,
    'raise, first question': `${partnership}/raise`,
    disagreements: `${partnership}/disagreements`,
    people: `${partnership}/people`,
  };
  for (const size of Object.keys(sizes)) {
    const page = await open(size);
    await page.goto(`${partnership}/people`);
    await page.click(`button[name=person][value="${person}"]`);
    for (const [name, url] of Object.entries(pages)) {
      const response = await page.goto(url);
      check(response.status() === 200, `${key}, ${name}: answers`, `${response.status()} ${url}`);
      if (response.status() === 200) await look(page, `${key}, ${name}`, size);
    }
    // One of each kind of form that the disagreement offers this person, on a desktop and a phone.
    if (size === 'narrow') {
      await page.context().close();
      continue;
    }
    await page.goto(links.disagreement);
    const kinds = new Map();
    for (const href of await page.locator('main a[href*="/d/"]').evaluateAll((all) => all.map((a) => a.href))) {
      const url = href.replace(/#.*/, '');
      kinds.set(url.slice(links.disagreement.length).split(/[/?]/)[1] ?? '', url);
    }
    const forms = [...kinds.values()];
    for (const url of forms) {
      if (!url.startsWith(links.disagreement) || url === links.disagreement) continue;
      const response = await page.goto(url);
      check(response.status() === 200, `${key}, ${url.replace(partnership, '')}: answers`, String(response.status()));
      if (response.status() === 200) await look(page, `${key}, ${url.slice(links.disagreement.length + 1)}`, size);
    }
    await page.context().close();
  }
  const plain = await open('phone', false);
  await plain.goto(`${partnership}/people`);
  await plain.click(`button[name=person][value="${person}"]`);
  for (const [name, url] of Object.entries(pages)) {
    await plain.goto(url);
    check(await plain.locator('h1').isVisible(), `${key}, ${name}: stands without script`);
  }
  await plain.context().close();
  await finder.context().close();
}

await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
