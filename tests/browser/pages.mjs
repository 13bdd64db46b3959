// Every page that stands, as people meet it: in Debian's Chromium, on a desktop, at a phone's width and at 320
// pixels, with axe-core (WCAG 2.2 AA and best practice), with the console watched, and without script.
//
//   node pages.mjs ADDRESS SCREENS
//
// ADDRESS is that of a served demonstration; pictures go to the folder SCREENS. Ends with "N passed, N failed".
import { check, finish, foundBy, launch, look as lookAt, open as openIn, pictureOf, sizes, twoAtATime } from './browser.mjs';

const [address, screens] = process.argv.slice(2);
const browser = await launch();
const open = (size, script) => openIn(browser, size, script);
const look = (page, name, size) => lookAt(page, name, size, {
  picture: screens && size !== 'narrow' ? pictureOf(screens, name, size) : undefined,
  // At 320 pixels what can differ from a phone is whether the page scrolls sideways, which axe-core does not look at.
  axe: size !== 'narrow',
});

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

await twoAtATime(partnerships, async (partnership) => {
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
  if (person === undefined) return;
  const pages = {
    'your work': `${partnership}/work`,
    'a disagreement': links.disagreement,
    policy: `${partnership}/policy`,
    'raise, first question': `${partnership}/raise`,
    disagreements: `${partnership}/disagreements`,
    people: `${partnership}/people`,
    learning: `${partnership}/learning`,
    'reviews and adoption': `${partnership}/policy/reviews`,
    versions: `${partnership}/policy/versions`,
    debrief: `${links.disagreement}/debrief`,
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
      // A file for the calendar is downloaded, not shown.
      if (!url.startsWith(links.disagreement) || url === links.disagreement || url.endsWith('.ics')) continue;
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
});

// Each of these pages, for somebody who may see it: as it stands, where nothing may be found; and, because the looking
// can fail, with one defect of each kind put into it on its way to the browser.
const defects = {
  'one h1': (html) => html.replace(/<(\/?)h1/g, '<$1h2'),
  'the title names the page': (html) => html.replace(/<title>.*<\/title>/, '<title>Page</title>'),
  'the console says nothing': (html) => html.replace('</main>', '<script>1</script></main>'),
  'no sideways scroll': (html) => html.replace('</main>', '<svg width="2000" height="9"></svg></main>'),
  'axe-core finds nothing': (html) => html.replace('</main>', '<input type="text"></main>'),
};
const newer = { 'file copy': '/file-copy', debrief: '/debrief', monitoring: '/monitoring', learning: '/learning',
                reviews: '/policy/reviews', team: '/team', search: '/search', figures: '/figures',
                versions: '/policy/versions', 'what a version changes': '/policy/versions/2#moving' };
for (const [name, path] of Object.entries(newer)) {
  const page = await open('phone');
  let url;
  let home;
  for (const partnership of partnerships) {
    if (url) break;
    home = partnership;
    await actAs(page, partnership, async () => {
      await page.goto(`${partnership}/disagreements`);
      const own = await page.locator('main a[href*="/d/"]').evaluateAll((all) => all.map((a) => a.href.replace(/[?#].*/, '')));
      for (const start of [partnership, ...own.slice(0, 3)]) {
        if ((await page.goto(start + path)).status() !== 200) continue;
        // What stands there for some of those who may read the page.
        const place = path.split('#')[1];
        if (place && await page.locator(`#${place}`).count() === 0) continue;
        // Without it: going from a page to a place on it loads nothing, so nothing could be planted.
        url = (start + path).replace(/#.*/, '');
        return true;
      }
      return false;
    });
  }
  check(url !== undefined, `somebody may see ${name}`);
  if (!url) continue;
  page.complaints = [];
  await page.goto(url);
  await look(page, name, 'phone');
  for (const [what, plant] of Object.entries(defects)) {
    await page.route(url, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: plant(await response.text()) });
    });
    await page.goto(url);
    const found = await foundBy(() => lookAt(page, name, 'phone'));
    check(found.some((one) => one.includes(what)), `${name}: a defect planted against “${what}” is found`, found.join('; '));
    await page.unroute(url);
  }
  console.log(`${name}: ${Object.keys(defects).length} defects planted, at ${url.slice(home.length)}`);
  await page.context().close();
}

await browser.close();
finish();
