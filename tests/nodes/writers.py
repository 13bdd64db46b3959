"""Writers who try again until they are sure, and their own log, held against the record.

What a test of several nodes or servers asks is the same each time: is each change of which somebody was told "recorded"
in the record, and is none of them there twice?
"""
import collections
import itertools
import json
import random
import re
import threading
import time
import uuid


def open_disagreements(node, most_of_each=1):
    """Some to which their raisers may add: the partnership's path, who, and the reference."""
    found = []
    for partnership in node.read("/api/v1/partnerships")["partnerships"]:
        path = f"/api/v1/p/{partnership['id']}"
        of_this = []
        for person in node.read(f"{path}/people")["people"]:
            rows = node.read(f"{path}/disagreements", person["id"])["disagreements"]
            of_this += [(path, person["id"], row["reference"]) for row in rows
                        if row["raiser"] == person["id"] and row["resolved_at"] is None]
            if len(of_this) >= most_of_each:
                break
        found += of_this[:most_of_each]
    return found


def events(node, path, person, reference):
    """Everything that was recorded in it, as text."""
    whole, after = "", 0
    while True:
        page = node.read(f"{path}/disagreements/{reference}/events?limit=1000&after={after}", person)["events"]
        if not page:
            return whole
        whole += json.dumps(page)
        after = page[-1]["sequence"]


def notes(node, where, name="note"):
    """How many times each note of the writers of this name stands in the record."""
    there = collections.Counter()
    for path, person, reference in where:
        there.update(re.findall(rf'"({name} \d+-\d+)"', events(node, path, person, reference)))
    return there


def compare(given, there):
    """What was acknowledged and is not in the record; and what is there more than once, acknowledged or not."""
    return sorted(set(given) - set(there)), sorted(text for text, times in there.items() if times > 1)


class Writers:
    """Each sends one note after another, to any node, the same again under the same key until it is sure."""

    def __init__(self, nodes, where, seed, count=6, name="note"):
        self.nodes, self.where, self.seed, self.name = nodes, where, seed, name
        self.given = {}  # text -> (when it was first sent, when the answer that was "recorded" was asked for, when it came)
        self.wrong = []  # answers that no outage explains
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._write, args=(number,), daemon=True) for number in range(count)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def acknowledged(self):
        with self._lock:
            return dict(self.given)

    def first_since(self, moment, within):
        """How long after `moment` the first change was acknowledged that was asked for since; None: not `within` so many seconds."""
        until = time.monotonic() + within
        while time.monotonic() < until and not self.wrong:
            came = [answered for _, asked, answered in self.acknowledged().values() if asked >= moment]
            if came:
                return min(came) - moment
            time.sleep(0.02)
        return None

    def longest_silence(self, moment):
        """The longest time since `moment` in which nobody was told "recorded"."""
        came = sorted(answered for _, asked, answered in self.acknowledged().values() if asked >= moment)
        return max(after - before for before, after in itertools.pairwise([moment, *came, time.monotonic()]))

    def _write(self, number):
        mine = random.Random(f"{self.name} {self.seed} {number}")
        count = 0
        while not self._stop.is_set():
            path, person, reference = mine.choice(self.where)
            count += 1
            text = f"{self.name} {number}-{count}"
            headers = {"Accord-Person": person, "Content-Type": "application/json",
                       "Idempotency-Key": str(uuid.UUID(int=mine.getrandbits(128)))}
            body = json.dumps({"command": "add_note", "text": text})
            first = time.monotonic()
            # As a careful program does: the same again, to whichever node answers, until it is sure. Who is told to
            # stop while nobody answers leaves it at that, which is neither recorded nor lost.
            while not self._stop.is_set() or time.monotonic() < first + 10:
                asked = time.monotonic()
                answer = mine.choice(self.nodes).ask("POST", f"{path}/disagreements/{reference}/commands", body, headers)
                if answer is not None and answer[0] in (200, 201):
                    with self._lock:
                        self.given[text] = (first, asked, time.monotonic())
                    break
                if answer is not None and answer[0] < 500 and answer[0] != 409:
                    self.wrong.append((text, answer[0], answer[2]))
                    return
                time.sleep(0.05)
