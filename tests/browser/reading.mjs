// The page of a disagreement as a person reads it: by its headings. Links that only one side has are left out, so that
// what two sides read can be compared.

function readInPage() {
  const words = (element) => element.innerText.replace(/[ \t]+/g, ' ').trim();
  const lines = (element) => words(element).split(/\s*\n\s*/).filter(Boolean);
  const headings = [...document.querySelectorAll('main h2')];
  const under = (title) => {
    const found = [];
    const start = headings.find((heading) => words(heading) === title);
    for (let next = start?.nextElementSibling; next && next.tagName !== 'H2'; next = next.nextElementSibling) {
      found.push(next);
    }
    return found;
  };
  const all = (title, selector) => under(title).flatMap((part) =>
    part.matches(selector) ? [part] : [...part.querySelectorAll(selector)]);
  const plain = (element) => {
    const copy = element.cloneNode(true);
    copy.querySelectorAll('a, .govuk-visually-hidden').forEach((link) => link.remove());
    return copy.textContent.replace(/\s+/g, ' ').trim();
  };
  const owed = (item) => {
    const [what, hint, ...status] = lines(item);
    const [who, when] = hint.split(' · ');
    return { what, who, when, status: status.join(' ') };
  };
  const way = (section) => ({
    title: words(section.querySelector('h3')),
    says: plain(section),
    waiting: lines(section).filter((line) => line.startsWith('Waiting')).map((line) => line.replace(/^Waiting\s*/, '')),
    confirmed: lines(section).filter((line) => line.startsWith('Confirmed')).map((line) => line.replace(/^Confirmed\s*/, '')),
    buttons: [...section.querySelectorAll('a[role=button]')].map((link) => words(link).replace(/\s*:[\s\S]*/, '')),
  });
  const box = document.querySelector('main section[aria-labelledby=next]');
  const outcome = document.querySelector('main section[aria-labelledby=outcome]');
  return {
    heading: words(document.querySelector('main h1')),
    next: box && { heading: words(box.querySelector('h2')), says: lines(box)[1] },
    outcome: outcome && plain(outcome),
    stages: all('Progress', '.accord-stages > li').map(words),
    stage: plain(document.querySelector('main [aria-current=step] .accord-stages__name') ?? document.createElement('i')),
    duties: all('Who must do what', '.govuk-task-list > li').map(owed),
    ways: all('Ways on', 'section').map(way),
    raised: all('What was raised', '.govuk-summary-list__row').map(plain),
    entries: all('Chronology', '.moj-timeline__item').map(plain),
    people: all('People', 'section').map((side) => ({
      role: words(side.querySelector('h3')),
      agency: lines(side)[1],
      says: plain(side),
      leading: [...side.querySelectorAll('li')].filter((item) => /\bLeading\b/.test(item.innerText))
        .map((item) => words(item.querySelector('b')))[0],
    })),
    child: plain(document.querySelector('main section[aria-labelledby=child]')),
    // Also what is folded away, which anybody can open.
    text: document.querySelector('main').textContent.replace(/\s+/g, ' '),
  };
}

export function read(page) {
  return page.evaluate(readInPage);
}

// What the raiser's side alone reads: whom the raiser talked it through with, before raising.
export const ownSide = '(your side alone sees this)';

// What both sides must find the same on their pages; in which order they find it is not said.
export function shared(reading) {
  return {
    heading: reading.heading,
    child: reading.child,
    outcome: reading.outcome,
    stages: reading.stages,
    duties: reading.duties.map((duty) => Object.values(duty).join(' | ')),
    ways: reading.ways.map((way) => way.says).sort(),
    raised: reading.raised.filter((row) => !row.includes(ownSide)),
    entries: reading.entries,
    people: reading.people.map((side) => side.says),
  };
}

// The first part that two readings do not share, in words; empty where they are equal.
export function difference(one, other) {
  const [left, right] = [shared(one), shared(other)];
  for (const part of Object.keys(left)) {
    const [here, there] = [[left[part]].flat(), [right[part]].flat()];
    const missing = here.find((line) => !there.includes(line)) ?? there.find((line) => !here.includes(line));
    if (missing !== undefined || here.length !== there.length) return `${part}: ${missing ?? 'not the same number'}`;
  }
  return '';
}
