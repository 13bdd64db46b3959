// `accord policy draw --bpmn` opened by a standard viewer, bpmn-js, in Debian's Chromium: no warning, every box and
// way of the flowchart drawn, and what it is said in it.
//
//   node bpmn.mjs FOLDER SCREENS
//
// FOLDER holds KEY.bpmn and KEY.json (`--json`, the same flowchart as a list). Ends with "N passed, N failed".
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { check, finish, foundBy, launch } from './browser.mjs';

const [folder, screens] = process.argv.slice(2);
const viewer = createRequire(import.meta.url).resolve('bpmn-js/dist/bpmn-viewer.production.min.js');
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
await page.setContent('<div id="canvas" style="width: 1600px; height: 900px"></div>');
await page.addScriptTag({ path: viewer });

// What the viewer says of a file: its warnings, and how many it draws of what.
const opened = (xml) => page.evaluate(async (text) => {
  document.getElementById('canvas').textContent = '';
  const shown = new window.BpmnJS({ container: '#canvas' });
  try {
    const { warnings } = await shown.importXML(text);
    shown.get('canvas').zoom('fit-viewport');
    const of = (type) => shown.get('elementRegistry').filter((one) => one.type === type && !one.labelTarget).length;
    return {
      warnings: warnings.map((one) => one.message),
      tasks: of('bpmn:Task') + of('bpmn:UserTask'),
      ends: of('bpmn:EndEvent'),
      choices: of('bpmn:ExclusiveGateway'),
      flows: of('bpmn:SequenceFlow'),
      says: shown.get('elementRegistry').get('picture')?.businessObject.text ?? '',
    };
  } catch (error) {
    return { warnings: [String(error.message)], flows: 0 };
  }
}, xml);

async function look(key, xml, steps) {
  const seen = await opened(xml);
  check(seen.warnings.length === 0, `${key}: the viewer has nothing to say against the file`, seen.warnings.join('; '));
  const ways = steps.reduce((sum, step) => sum + step.ways.length, 0);
  const choices = steps.filter((step) => step.ways.length > 1).length;
  check(seen.choices === choices, `${key}: a choice for each box with several ways`, `${seen.choices}, not ${choices}`);
  check(seen.flows === 2 * ways + choices, `${key}: every way is drawn, to it and on`, `${seen.flows}, not ${2 * ways + choices}`);
  check(seen.tasks > ways && seen.ends > 0, `${key}: stages and outcomes are drawn`);
  check(/not executed/.test(seen.says), `${key}: it says that it is a picture`, seen.says);
}

const keys = fs.readdirSync(folder).filter((name) => name.endsWith('.bpmn')).map((name) => name.slice(0, -5));
check(keys.length >= 5, 'there are five files to open', String(keys.length));
for (const key of keys) {
  const xml = fs.readFileSync(path.join(folder, `${key}.bpmn`), 'utf8');
  const steps = JSON.parse(fs.readFileSync(path.join(folder, `${key}.json`), 'utf8'));
  await look(key, xml, steps);
  if (process.env.CI !== 'true') await page.screenshot({ path: path.join(screens, `bpmn-${key}.png`) });
}

// A way that leads to nothing, one that is left out, and a file that does not say what it is, are found.
const xml = fs.readFileSync(path.join(folder, `${keys[0]}.bpmn`), 'utf8');
const steps = JSON.parse(fs.readFileSync(path.join(folder, `${keys[0]}.json`), 'utf8'));
const planted = {
  'a way to nowhere': xml.replace(/targetRef="box_\d+"/, 'targetRef="nowhere"'),
  'a way left out': xml.replace(/ *<bpmn:sequenceFlow id="to_way_1".*\n/, ''),
  'a file that does not say what it is': xml.replaceAll('not executed', 'executed'),
};
for (const [what, broken] of Object.entries(planted)) {
  check((await foundBy(() => look(keys[0], broken, steps))).length > 0, `planted: ${what} is found`);
}
await browser.close();
finish();
