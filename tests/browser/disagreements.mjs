// One disagreement through each protocol, from raising it to an outcome that the other side confirmed, with two people
// in two browser contexts (walk.mjs) and a script for each partnership (five.mjs). Then the record must hold.
//
//   node disagreements.mjs ADDRESS SCREENS [KEY]…
//
// ADDRESS is that of a served demonstration; pictures go to the folder SCREENS. With KEYs it walks those alone. Ends
// with "N passed, N failed".
import { check, finish, launch, open, twoAtATime } from './browser.mjs';
import { five } from './five.mjs';
import { Walk } from './walk.mjs';

const [address, screens, ...only] = process.argv.slice(2);
const browser = await launch();
const start = await open(browser, 'desktop');
await start.goto(address);
const keys = (await start.getByRole('main').getByRole('link').evaluateAll((links) => links.map((link) => link.href)))
  .map((href) => /\/p\/([^/]+)\//.exec(href)?.[1]).filter(Boolean);
check(keys.join() === Object.keys(five).sort().join(), 'every partnership has its script in five.mjs', keys.join(', '));

const seen = new Set();
await twoAtATime(only.length > 0 ? only : keys, async (key) => {
  const began = Date.now();
  await new Walk({ browser, address, key, script: five[key], screens, seen }).run();
  console.log(`${key}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
});
await browser.close();
finish();
