// Compares every bank holiday that `accord calendar list` names, 2000 to 2060, with those of the
// package date-holidays, which has its own rules and its own authors.
//
//     node cross_check.mjs PATH/TO/accord
//
// Prints each difference and exits 1 if there is one that the table below does not explain, or if the
// table explains one that is not there (any more).
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { argv, exit } from 'node:process';

const require = createRequire(import.meta.url);
const Holidays = require('date-holidays');

const FIRST = 2000;
const LAST = 2060;

// Who is right is said by the official list, https://www.gov.uk/bank-holidays, which begins in 2012, and
// before that by the London, Edinburgh and Belfast Gazettes.
const GOLDEN_JUBILEE = 'date-holidays does not know the Golden Jubilee of 2002';
const DIAMOND_JUBILEE = 'date-holidays has the day added for the Diamond Jubilee of 2012, not the move';
const ROYAL_WEDDING = 'date-holidays does not know the royal wedding of 2011';
const ST_ANDREW = "only date-holidays: St Andrew's Day became a bank holiday by an Act of 2007";
const WORLD_CUP = 'only accord: the day was proclaimed on 4 February 2026, after the data of date-holidays';
const EXPLAINED_EVERYWHERE = {
  '2002-05-27': `only date-holidays: ${GOLDEN_JUBILEE}, which moved this day to 4 June`,
  '2002-06-03': `only accord: ${GOLDEN_JUBILEE}`,
  '2002-06-04': `only accord: ${GOLDEN_JUBILEE}`,
  '2011-04-29': `only accord: ${ROYAL_WEDDING}`,
  '2012-05-28': `only date-holidays: ${DIAMOND_JUBILEE} of the Spring bank holiday`,
  '2012-06-04': `only accord: ${DIAMOND_JUBILEE} of the Spring bank holiday`,
};
const CALENDARS = [
  { key: 'england-and-wales', region: 'ENG', explained: {} },
  { key: 'england-and-wales', region: 'WLS', explained: {} },
  {
    key: 'scotland',
    region: 'SCT',
    explained: {
      '2000-11-30': ST_ANDREW,
      '2001-11-30': ST_ANDREW,
      '2002-12-02': ST_ANDREW,
      '2003-12-01': ST_ANDREW,
      '2004-11-30': ST_ANDREW,
      '2005-11-30': ST_ANDREW,
      '2006-11-30': ST_ANDREW,
      '2026-06-15': WORLD_CUP,
    },
  },
  { key: 'northern-ireland', region: 'NIR', explained: {} },
];

/** The days off on weekdays: date-holidays names the Sunday as well as its substitute day. */
function fromPackage(region) {
  const source = new Holidays('GB', region);
  const days = new Set();
  for (let year = FIRST; year <= LAST; year += 1) {
    for (const holiday of source.getHolidays(year)) {
      const date = holiday.date.slice(0, 10);
      const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
      if ((holiday.type === 'public' || holiday.type === 'bank') && weekday !== 0 && weekday !== 6) {
        days.add(date);
      }
    }
  }
  return days;
}

function fromAccord(accord, key) {
  const text = execFileSync(accord, ['calendar', 'list', '--calendar', key, '--from', `${FIRST}`,
    '--to', `${LAST}`, '--json'], { encoding: 'utf8' });
  return new Set(JSON.parse(text).days.map((day) => day.date));
}

function compare(accord, { key, region, explained }) {
  const ours = fromAccord(accord, key);
  const theirs = fromPackage(region);
  const table = { ...EXPLAINED_EVERYWHERE, ...explained };
  const faults = [];
  if (ours.size < 8 * (LAST - FIRST + 1) || theirs.size < 8 * (LAST - FIRST + 1)) {
    faults.push(`too few days to compare: ${ours.size} and ${theirs.size}`);
  }
  const differences = new Map();
  for (const date of ours) if (!theirs.has(date)) differences.set(date, 'only accord');
  for (const date of theirs) if (!ours.has(date)) differences.set(date, 'only date-holidays');
  for (const [date, which] of [...differences].sort()) {
    const why = table[date] ?? '';
    console.log(`  ${date} ${why || `${which}: NOT EXPLAINED`}`);
    if (!why.startsWith(which)) faults.push(`${date}: ${which}, and the table does not explain it`);
  }
  for (const date of Object.keys(table)) {
    if (!differences.has(date)) faults.push(`${date} is explained, but there is no difference`);
  }
  console.log(`${key} and GB-${region}: ${ours.size} and ${theirs.size} days, `
    + `${differences.size} differences, ${faults.length} faults`);
  return faults;
}

if (argv.length !== 3) {
  console.error('usage: node cross_check.mjs PATH/TO/accord');
  exit(2);
}
const faults = CALENDARS.flatMap((calendar) => compare(argv[2], calendar));
for (const fault of faults) console.error(`FAILED: ${fault}`);
exit(faults.length === 0 ? 0 : 1);
