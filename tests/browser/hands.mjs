// Two ways of using a page, by the roles and names that a screen reader says: with a pointer, and with the keyboard
// alone. Both do the same four things to a Playwright locator.

const MOST_TABS = 400;

export const pointer = {
  press: (target) => target.click(),
  write: (target, text) => target.fill(text),
  tick: (target) => target.check(),
  pick: (target, label) => target.selectOption({ label }),
};

// Presses Tab until the focus is where `there` holds of the focused element and `target`.
async function tab(target, there = (wanted) => wanted === document.activeElement) {
  const wanted = await target.elementHandle();
  for (let tabs = 0; tabs < MOST_TABS; ++tabs) {
    if (await wanted.evaluate(there)) return;
    await target.page().keyboard.press('Tab');
  }
  throw new Error(`the Tab key never reaches ${target}`);
}

async function focusShows(target) {
  if (!await target.evaluate((wanted) => wanted.matches(':focus-visible'))) {
    throw new Error(`the focus does not show on ${target}`);
  }
}

export const keyboard = {
  async press(target) {
    await tab(target);
    await focusShows(target);
    await target.page().keyboard.press('Enter');
  },

  async write(target, text) {
    await tab(target);
    await target.page().keyboard.press('ControlOrMeta+A');
    await target.page().keyboard.type(text);
  },

  // The Tab key reaches a group of radios once; the arrows go on inside it.
  async tick(target) {
    const keys = target.page().keyboard;
    await tab(target, (wanted) => wanted === document.activeElement ||
      (wanted.type === 'radio' && document.activeElement.type === 'radio' && document.activeElement.name === wanted.name));
    for (let arrows = 0; !await target.evaluate((wanted) => wanted === document.activeElement); ++arrows) {
      if (arrows === MOST_TABS) throw new Error(`the arrow keys never reach ${target}`);
      await keys.press('ArrowDown');
    }
    await focusShows(target);
    if (!await target.isChecked()) await keys.press('Space');
  },

  async pick(target, label) {
    await tab(target);
    const options = await target.evaluate((list) => list.options.length);
    for (let arrows = 0; arrows <= options; ++arrows) {
      if (await target.evaluate((list) => list.selectedOptions[0].text) === label) return;
      await target.page().keyboard.press('ArrowDown');
    }
    throw new Error(`the arrow keys never reach “${label}” in ${target}`);
  },
};
