// Filling in a form by what its fields are called, as somebody does who hears them read.

export const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
// A legend that is the page's heading has the count of questions before it.
const endsWith = (text) => new RegExp(`(^|\\s)${escaped(text)}$`);

async function giveMoment(hands, group, moment) {
  for (const [box, text] of Object.entries(moment)) {
    await hands.write(group.getByRole('textbox', { name: box, exact: true }), text);
  }
}

async function giveChoice(hands, group, answers) {
  for (const answer of [answers].flat()) {
    const name = { name: answer, exact: true };
    const option = group.getByRole('radio', name).or(group.getByRole('checkbox', name));
    await hands.tick(option);
  }
}

// Answers the field `label` where the page has it. Returns the text that was written, else whether it was answered.
async function give({ page, hands }, label, answer) {
  const main = page.getByRole('main');
  const group = main.getByRole('group', { name: endsWith(label) });
  const box = main.getByRole('textbox', { name: label, exact: true });
  const list = main.getByRole('combobox', { name: label, exact: true });
  if (await group.count() > 0) {
    await (answer.Day ? giveMoment : giveChoice)(hands, group, answer);
  } else if (await box.count() > 0) {
    await hands.write(box, answer);
    return answer;
  } else if (await list.count() > 0) {
    await hands.pick(list, answer);
  } else {
    return false;
  }
  return true;
}

// Gives each of `answers` whose field stands on the page: which those were, and the texts among them.
export async function giveAll(person, answers) {
  const given = [];
  const written = [];
  for (const [label, answer] of Object.entries(answers)) {
    const done = await give(person, label, answer);
    if (done) given.push(label);
    if (typeof done === 'string') written.push(done);
  }
  return { given, written };
}

// What an act leaves to be said: a way of speaking, everybody who took part, and `words` in each empty box for text.
// Returns what was written.
export async function fillRest({ page, hands }, words) {
  const main = page.getByRole('main');
  const spoke = main.getByRole('group', { name: 'How did you speak?' }).getByRole('radio');
  if (await spoke.count() > 0 && !await spoke.and(page.locator(':checked')).count()) await hands.tick(spoke.first());
  const part = main.getByRole('group', { name: 'Who took part?' }).getByRole('checkbox');
  for (const one of await part.all()) await hands.tick(one);
  const written = [];
  for (const box of await main.getByRole('textbox').and(page.locator('textarea')).all()) {
    if (await box.inputValue() !== '') continue;
    const text = words(written.length + 1);
    await hands.write(box, text);
    written.push(text);
  }
  return written;
}

// A weekday some days from now and a time of it, as somebody types them.
export function inDays(days, time = '5pm') {
  const at = new Date(Date.now() + days * 86400000);
  const london = { timeZone: 'Europe/London' };
  if (/^S/.test(at.toLocaleDateString('en-GB', { ...london, weekday: 'long' }))) return inDays(days + 1, time);
  const [Day, Month, Year] = at.toLocaleDateString('en-GB', { ...london, day: 'numeric', month: 'numeric', year: 'numeric' })
    .split('/');
  return { Day, Month, Year, Time: time };
}
