// usage: node deadline.mjs HOLIDAYS.json
//
// Five working days by Luxon, over the same starts as calendar_bench.cpp: the nanoseconds of one, and
// the sum of all answers, which tells whether they are the same deadlines. HOLIDAYS.json is what
// `accord calendar list --json` says.
import { readFileSync } from "node:fs";
import { DateTime } from "luxon";

const COUNT = 4096;
const TURNS = 5;
const holidays = new Set(JSON.parse(readFileSync(process.argv[2], "utf8")).days.map((day) => day.date));

function starts() {
  const made = [];
  let state = 1n;
  for (let i = 0; i < COUNT; i += 1) {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    made.push(946_684_800 + Number((state >> 33n) % 1_735_689_600n));
  }
  return made;
}

function due(start, workingDays) {
  let day = DateTime.fromSeconds(start, { zone: "Europe/London" });
  for (let left = workingDays; left > 0; ) {
    day = day.plus({ days: 1 });
    if (day.weekday <= 5 && !holidays.has(day.toISODate())) left -= 1;
  }
  return day.set({ hour: 17, minute: 0, second: 0, millisecond: 0 }).toSeconds();
}

const from = starts();
let sum = 0;
const turns = [];
for (let turn = 0; turn < TURNS; turn += 1) {
  sum = 0;
  const before = process.cpuUsage();
  for (const start of from) sum += due(start, 5);
  const used = process.cpuUsage(before);
  turns.push(((used.user + used.system) * 1000) / COUNT);
}
turns.sort((a, b) => a - b);
console.log(JSON.stringify({ library: "Luxon 3.7.2", ns: turns[Math.floor(TURNS / 2)], sum }));
