// One disagreement from the first question to its outcome, with a person of each side in a browser context of their
// own, and a third for whoever belongs to neither. Who acts is read from the page, as the people themselves would:
// as a stage reaches somebody new, that side's context acts as them.
import { check, look, open, openTab, pictureOf } from './browser.mjs';
import { escaped, fillRest, giveAll } from './forms.mjs';
import { keyboard, pointer } from './hands.mjs';
import { difference, ownSide, read } from './reading.mjs';

const kClock = /\b\d{1,2}(:\d\d)?(am|pm)\b|\bmidday\b|\bmidnight\b/;
const kVerbs = ['does', 'uses', 'takes', 'agrees', 'proposes', 'declines', 'sets', 'refused', 'overtaken'];
const kDay = /\b(today|tomorrow|yesterday|Due today|on \w+day \d{1,2} \w+)\b/;

// The name of a button that says in hidden words what it is about.
function named(button, of) {
  return new RegExp(`^${escaped(button)} ?: ${escaped(of)}$`);
}

// Somebody at a browser: a page, how they use it, and as whom they act.
class Seat {
  constructor(page, size, hands) {
    Object.assign(this, { page, size, hands, person: '', fresh: false });
  }

  // Presses a button or a link by its name, and waits for the page that follows.
  async press(role, name) {
    const target = this.page.getByRole(role, { name, exact: true }).first();
    await Promise.all([this.page.waitForEvent('load'), this.hands.press(target)]);
  }
}

export class Walk {
  // `seen` holds the pages at which axe-core has looked already, by size.
  constructor({ browser, address, key, script, screens, seen }) {
    Object.assign(this, { browser, key, script, screens, seen, home: `${address}p/${key}`, typed: [], count: 0 });
    this.agencies = new Map();
  }

  async run() {
    const { script } = this;
    const hands = script.hands === 'keyboard' ? keyboard : pointer;
    this.a = new Seat(await open(this.browser, 'desktop'), 'desktop', hands);
    this.b = new Seat(await open(this.browser, 'phone', script.bHasScript !== false), 'phone', pointer);
    this.c = new Seat(await open(this.browser, 'desktop'), 'desktop', pointer);
    try {
      await this.meet();
      await this.raise();
      for (const step of script.steps) await this.take(step);
      await this.end();
    } catch (error) {
      await this.lost(error);
    }
    for (const seat of [this.a, this.b, this.c]) await seat.page.context().close();
  }

  // A step that cannot be taken: what stands on each side's page is worth more than the stack.
  async lost(error) {
    const where = `${this.key}, ${this.doing}`;
    const alerts = [];
    for (const [name, seat] of Object.entries({ a: this.a, b: this.b, c: this.c })) {
      const alert = await seat.page.getByRole('alert').allInnerTexts().catch(() => []);
      alerts.push(`${name} (${seat.person}) at ${seat.page.url()} ${alert.join(' ').replace(/\s+/g, ' ')}`);
      await seat.page.screenshot({ path: pictureOf(this.screens, `lost ${where} ${name}`, seat.size), fullPage: true })
        .catch(() => {});
    }
    check(false, where, [String(error.message).split('\n').slice(0, 12).join('\n    '), ...alerts].join('\n    '));
  }

  // Who is of which agency; the two people of the script sit down.
  async meet() {
    this.doing = 'choosing people';
    const { page } = this.a;
    await page.goto(`${this.home}/people`);
    const people = await page.getByRole('main').evaluate((main) => [...main.querySelectorAll('h2, button')]
      .map((one) => ({ agency: one.tagName === 'H2', text: one.innerText.trim() })));
    let agency = '';
    for (const one of people) {
      if (one.agency) agency = one.text;
      else this.agencies.set(one.text.replace(/^Act as /, ''), agency);
    }
    await this.seen_(this.a, 'people');
    for (const side of ['a', 'b']) await this.actAs(this[side], this.script[side]);
    check(this.agencies.get(this.script.a) !== this.agencies.get(this.script.b), `${this.key}: two agencies disagree`);
  }

  async actAs(seat, name) {
    if (seat.person === name) return;
    await seat.page.goto(`${this.home}/people`);
    await seat.press('button', `Act as ${name}`);
    await seat.page.getByRole('heading', { name: 'Your work' }).waitFor();
    Object.assign(seat, { person: name, fresh: false });
    await this.seen_(seat, 'your work');
  }

  // The people whom some words of a page name, in their order: “Ann Ahmed or Ben Bird (any holder of Duty desk)” are two.
  peopleIn(words) {
    const names = [...this.agencies.keys()].filter((name) => words.includes(name));
    return names.sort((one, other) => words.indexOf(one) - words.indexOf(other));
  }

  // The seat for a person, who acts there from now on; where a page names several, for the first.
  async seatOf(words) {
    const [name] = this.peopleIn(words);
    if (!name) throw new Error(`the page names “${words}”, who is nobody that one can act as`);
    const agency = this.agencies.get(name);
    const side = [this.a, this.b].find((seat) => this.agencies.get(seat.person) === agency) ?? this.c;
    await this.actAs(side, name);
    return side;
  }

  // A page was met: what holds of every page holds, and axe-core looks where it has not looked before.
  async seen_(seat, name) {
    const kind = `${this.key}, ${name}`;
    const again = this.seen.has(`${kind} ${seat.size}`);
    this.seen.add(`${kind} ${seat.size}`);
    await look(seat.page, kind, seat.size, {
      axe: !again,
      picture: again ? undefined : pictureOf(this.screens, `walk ${kind}`, seat.size),
    });
  }

  // Opens the disagreement, or a page below it; what nobody has changed since is not opened again.
  async goThere(seat, path = '') {
    if (path === '' && seat.fresh) return;
    seat.fresh = path === '';
    const response = await seat.page.goto(`${this.home}/d/${this.reference}${path}`);
    check(response.status() === 200, `${this.key}, ${this.doing}: ${seat.person} may read it`, String(response.status()));
  }

  words(of) {
    this.count += 1;
    return (box) => `What ${this.key} says of ${of.replace(/[“”:?,]/g, '').toLowerCase()}, ${this.count}.${box}`;
  }

  // Presses the button of a form, which must not answer with a problem or a refusal.
  async send(seat, button) {
    await this.seen_(seat, `form ${this.form}`);
    await seat.press('button', button);
    const problem = seat.page.getByRole('alert').filter({ hasNotText: 'Success' });
    if (await problem.count() > 0) {
      throw new Error(`“${button}” is not taken: ${(await problem.innerText()).replace(/\s+/g, ' ')}`);
    }
  }

  // All the questions, whatever they are, until the answers can be checked; then they are sent.
  async raise() {
    const seat = this.a;
    const given = new Set();
    this.doing = 'raising it';
    await seat.page.goto(`${this.home}/work`);
    await seat.press('button', 'Raise a disagreement');
    for (let page = 1; !seat.page.url().endsWith('/check'); ++page) {
      if (page > 30) throw new Error('the questions do not end');
      const heading = (await seat.page.getByRole('heading', { level: 1 }).innerText()).replace(/^.*question \d+ of \d+\s*/s, '');
      this.doing = `question “${heading}”`;
      await this.seen_(seat, `question ${heading}`);
      if (seat.page.url().endsWith('/now')) {
        check(await seat.page.getByRole('link', { name: '999' }).count() > 0, `${this.key}: danger says 999`);
        await seat.press('button', 'I have called. Carry on and record it');
        continue;
      }
      const answered = await giveAll(seat, this.script.raise);
      answered.given.forEach((label) => given.add(label));
      this.typed.push(...answered.written, ...await fillRest(seat, this.words(heading)));
      const before = seat.page.url();
      await seat.press('button', 'Continue');
      const problem = seat.page.getByRole('alert').filter({ hasText: 'There is a problem' });
      if (await problem.count() > 0) throw new Error((await problem.innerText()).replace(/\s+/g, ' '));
      if (seat.page.url() === before && page > 25) throw new Error('the same question comes again');
    }
    const asked = Object.keys(this.script.raise);
    check(asked.every((label) => given.has(label)), `${this.key}: every question was asked`,
          asked.filter((label) => !given.has(label)).join('; '));
    await this.checkAndSend(seat);
  }

  async checkAndSend(seat) {
    this.doing = 'checking the answers';
    await this.seen_(seat, 'check your answers');
    const shown = await seat.page.getByRole('main').innerText();
    const missing = this.typed.filter((text) => !shown.includes(text));
    check(missing.length === 0, `${this.key}: the answers to check are those that were typed`, missing.join('; '));
    check(await seat.page.getByText('It cannot be sent yet').count() === 0, `${this.key}: it can be sent`);
    await seat.press('button', /^Send to /);
    this.doing = 'sending it';
    await seat.page.getByRole('heading', { name: 'Sent', level: 1 }).waitFor();
    await this.seen_(seat, 'sent');
    this.reference = (await seat.page.getByRole('main').innerText()).match(/\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/)[0];
    await seat.press('link', 'Open the disagreement');
    this.changedBy(seat);
    await this.bothSee({ stage: this.script.begins });
  }

  take(step) {
    const verb = kVerbs.find((one) => step[one]);
    this.doing = `${verb} “${step[verb]}”`;
    return this[verb](step);
  }

  // Who speaks for a side now, as the page says.
  async speaker(side) {
    const reading = await this.readAs(this[side]);
    const mine = this.agencies.get(this.script[side]);
    const found = reading.people.find((people) => people.agency === mine);
    if (!found?.leading) throw new Error(`nobody leads for ${mine}: ${JSON.stringify(reading.people)}`);
    return found.leading;
  }

  async readAs(seat) {
    await this.goThere(seat);
    return read(seat.page);
  }

  // Everybody else's page is older now than that of `seat`, who is back at the disagreement.
  changedBy(seat) {
    for (const one of [this.a, this.b, this.c]) one.fresh = one === seat;
  }

  // The duty on the list that begins so, and who owes it: of the side `by` where either may.
  async owed(what, by) {
    const { duties } = await this.readAs(this.a);
    const agency = by && this.agencies.get(this.script[by]);
    for (const duty of duties.filter((one) => one.what.startsWith(what))) {
      const name = this.peopleIn(duty.who).find((one) => !by || this.agencies.get(one) === agency);
      if (name) return { what: duty.what, name };
    }
    throw new Error(`side ${by} owes no “${what}”; owed are: ${duties.map((one) => `${one.what} – ${one.who}`).join('; ')}`);
  }

  // Records a duty as done, for each side that `by` names, or whoever owes it.
  async does(step) {
    for (const by of step.by ? [...step.by] : [undefined]) {
      const { what, name } = await this.owed(step.does, by);
      const seat = await this.seatOf(name);
      await this.follow(seat, 'link', what);
      await this.fill(seat, step);
      await this.send(seat, 'Record that it is done');
      await this.recorded(seat, step);
    }
  }

  // Uses a right, which nobody owes.
  async uses(step) {
    const seat = await this.seatOf(step.as ?? await this.speaker(step.by));
    await this.follow(seat, 'link', step.uses);
    await this.fill(seat, step);
    await this.send(seat, 'Record it');
    await this.recorded(seat, step);
  }

  // Leaves the disagreement's page by a link or a button of it.
  async follow(seat, role, name) {
    await this.goThere(seat);
    seat.fresh = false;
    await seat.press(role, name);
  }

  // A form: what the script answers, and words of their own in the rest.
  async fill(seat, step) {
    await seat.page.getByRole('link', { name: 'Go back without recording' }).waitFor();
    const name = step[kVerbs.find((verb) => step[verb])];
    this.form = name;
    for (const button of step.add ?? []) {
      await seat.press('button', button);
    }
    const wanted = Object.keys(step.with ?? {});
    const { given, written } = await giveAll(seat, step.with ?? {});
    const missing = wanted.filter((label) => !given.includes(label));
    if (missing.length > 0) throw new Error(`the form has no “${missing.join('”, “')}”`);
    written.push(...await fillRest(seat, this.words(name)));
    this.typed.push(...written);
    return written;
  }

  async recorded(seat, step) {
    await seat.page.getByRole('alert').filter({ hasText: 'Success' }).waitFor();
    this.changedBy(seat);
    await this.bothSee(step);
  }

  // Opens a way on and fills in its form.
  async openWay(seat, title, button, step) {
    await this.follow(seat, 'button', named(button, title));
    return this.fill(seat, step);
  }

  async who(step) {
    return step.as ?? this.speaker(step.by ?? 'a');
  }

  // A way that one side takes alone; the stage that it leads to follows. With `again` it is taken until it is no more.
  async takes(step) {
    do {
      const seat = await this.seatOf(await this.who(step));
      await this.openWay(seat, step.takes, 'Choose this', step);
      await this.send(seat, 'Record this');
      await this.recorded(seat, step);
    } while (step.again && await this.isOpen(step));
  }

  async isOpen(step) {
    const { ways } = await this.readAs(await this.seatOf(await this.who(step)));
    return ways.some((way) => way.title === step.takes && way.buttons.includes('Choose this'));
  }

  // Writes an ending that others have to confirm.
  async proposes(step) {
    const seat = await this.seatOf(await this.who(step));
    await this.openWay(seat, step.proposes, 'Choose this', step);
    await this.send(seat, 'Record this');
    await this.recorded(seat, step);
  }

  // An ending that one side writes and everybody whom the page names confirms; until then it is not resolved.
  async agrees(step) {
    const { agrees, ...rest } = step;
    await this.proposes({ proposes: agrees, ...rest });
    for (let more = 0; ; ++more) {
      const reading = await this.readAs(this.a);
      if (reading.outcome) break;
      const way = reading.ways.find((one) => one.title === step.agrees);
      const waiting = way?.waiting ?? [];
      if (waiting.length === 0 || more > 6) throw new Error(`nobody is waited for, and there is no outcome: ${way?.says}`);
      check(more === 0 ? way.confirmed.length >= 1 : true, `${this.key}: what one side wrote waits for the other`);
      const seat = await this.seatOf(waiting[0]);
      await this.follow(seat, 'button', named('Read and confirm', step.agrees));
      await seat.hands.tick(seat.page.getByRole('checkbox', { name: 'I confirm that this is what we agreed' }));
      this.form = `confirm ${step.agrees}`;
      await this.send(seat, 'Confirm');
      await this.recorded(seat, {});
      this.confirmed = more + 1;
    }
    check(this.confirmed >= 1, `${this.key}: one side alone does not end it`);
  }

  // What was proposed is not what was agreed: it falls, and both sides read why.
  async declines(step) {
    const seat = await this.seatOf(await this.who(step));
    await this.openWay(seat, step.declines, 'This is not what we agreed', step);
    await this.send(seat, 'Record that it is not what we agreed');
    await this.recorded(seat, step);
  }

  // Something else that a page offers: a date that protects the child, another date, the risk that has changed.
  async sets(step) {
    const seat = await this.seatOf(await this.who(step));
    await this.follow(seat, 'link', step.sets);
    await this.fill(seat, step);
    await this.send(seat, step.button);
    await this.recorded(seat, step);
  }

  // A way that is not open yet, by its address. What the page answers names the rule, its clause and what to do
  // instead; what was typed is still on the form, and nothing is recorded.
  async refused(step) {
    const seat = await this.seatOf(await this.who(step));
    await this.goThere(seat, step.at);
    const before = this.typed.length;
    const written = await this.fill(seat, step);
    this.typed.length = before;
    await seat.press('button', 'Record this');
    await this.isRefused(seat, written, step.says);
    await this.bothSee({});
  }

  // A form that one side has open while the other does the same: nothing is recorded twice, and what was typed can
  // be read and copied.
  async overtaken(step) {
    const person = await this.seatOf(await this.who(step));
    const tab = new Seat(await openTab(person.page), person.size, person.hands);
    Object.assign(tab, { person: person.person });
    const before = this.typed.length;
    const written = await this.openWay(tab, step.overtaken, 'Choose this', step);
    this.typed.length = before;
    await this.take(step.meanwhile);
    this.doing = `overtaken “${step.overtaken}”`;
    await tab.press('button', 'Record this');
    const where = `${this.key}, ${this.doing}`;
    const text = await tab.page.getByRole('main').innerText();
    check(text.includes('Somebody else added something while you were writing'), `${where}: the page says why`, text);
    check(written.every((one) => text.includes(one)), `${where}: what was typed can still be read`, text);
    this.forgiveStatus(tab);
    await this.seen_(tab, 'overtaken');
    await tab.press('link', 'Back to the disagreement');
    await tab.page.close();
  }

  // Chromium's console repeats the status of an answer, which is a refusal as it should be.
  forgiveStatus(seat) {
    seat.page.complaints = seat.page.complaints.filter((one) => !/status of (409|422)/.test(one));
  }

  async isRefused(seat, written, says) {
    const where = `${this.key}, ${this.doing}`;
    const alert = await seat.page.getByRole('alert').innerText();
    for (const words of ['What you wrote is still here', ...says]) {
      check(alert.includes(words), `${where}: the refusal says “${words}”`, alert);
    }
    const boxes = await seat.page.getByRole('main').getByRole('textbox').all();
    const values = await Promise.all(boxes.map((box) => box.inputValue()));
    check(written.length > 0 && written.every((text) => values.includes(text)),
          `${where}: what was typed is still in the form`, values.join('; '));
    this.forgiveStatus(seat);
    await this.seen_(seat, `refused ${this.form}`);
    seat.fresh = false;
  }

  // After each step: both sides read the same, what was typed among it, and the page says what is next.
  async bothSee({ stage, says }) {
    const [one, other] = [await this.readAs(this.a), await this.readAs(this.b)];
    const what = `${this.key}, ${this.doing}`;
    const unequal = difference(one, other);
    check(unequal === '', `${what}: both sides see the same`, unequal);
    check(!other.raised.some((row) => row.includes(ownSide)), `${what}: whom the raiser talked to is not the other side's`);
    for (const [seat, reading] of [[this.a, one], [this.b, other]]) {
      const missing = this.typed.filter((text) => !reading.text.includes(text));
      check(missing.length === 0, `${what}: ${seat.person} sees what was typed`, missing.join('; '));
      this.nextIsSaid(what, reading);
      await this.seen_(seat, reading.outcome ? 'resolved' : `at ${reading.stage}`);
    }
    if (stage) check(one.stage === stage, `${what}: it is at “${stage}”`, one.stage);
    if (says) check(one.text.includes(says) && other.text.includes(says), `${what}: both pages say “${says}”`);
  }

  // The next duty, who owes it, and a clock time with its day.
  nextIsSaid(what, { next, duties, outcome }) {
    if (!next) {
      check(Boolean(outcome) && duties.length === 0, `${what}: the page says what is next`);
      return;
    }
    const dated = /^No date yet/.test(next.says) || (kClock.test(next.says) && kDay.test(next.says));
    check(dated, `${what}: the next duty has a clock time and its day`, next.says);
    const duty = next.heading.replace(/^Next( for you)?: /, '');
    const rows = duties.filter((one) => one.what === duty);
    check(rows.some((row) => next.says.includes(row.who)), `${what}: the next duty says who owes it`, `${next.heading} – ${next.says}`);
    check(!duties.some((one) => one.who === ''), `${what}: every duty has somebody`);
  }

  async end() {
    this.doing = 'at the end';
    for (const seat of [this.a, this.b]) {
      const reading = await this.readAs(seat);
      check(/^Resolved/.test(reading.outcome ?? ''), `${this.key}: ${seat.person} sees that it is resolved`, reading.text.slice(0, 400));
      await this.goThere(seat, '/record');
      await this.seen_(seat, 'record');
      const record = await seat.page.getByRole('main').innerText();
      const missing = this.typed.filter((text) => !record.includes(text));
      check(missing.length === 0, `${this.key}: the record of ${seat.person} holds what was typed`, missing.join('; '));
    }
  }
}
