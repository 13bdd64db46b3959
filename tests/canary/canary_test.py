#!/usr/bin/env python3
"""S-AC9: what stands in the record of one partnership, not a byte of it is sent to anybody of another.

    canary_test.py PATH/TO/accord [--plant answer|header|log] [TEST…]

Three partnerships in one database, in a file or, where ACCORD_TEST_POSTGRESQL says so, at a server. Each of their texts
carries a word of its own (canaries.py); two of them are otherwise the same to the byte. Their people work, read whatever
links lead to, and then ask for whatever the others have. `--plant` puts another partnership's word into one answer, its
head or the log: the test must fail.
"""
import itertools
import json
import os
import pathlib
import re
import sys
import unittest
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/nodes"))

import canaries  # noqa: E402
import scene as scenes  # noqa: E402
import search  # noqa: E402
import visitor  # noqa: E402

ACCORD = ""
PLANTED = ""
SERVER = os.environ.get("ACCORD_TEST_POSTGRESQL", "")
COMMANDS = ("raise", "record_done", "take_exit", "decline_terms", "set_fact", "set_child_timescale", "agree_date", "undertake",
            "rebind", "correct", "add_note", "record_review")
OTHERS = list(itertools.permutations(scenes.PARTNERSHIPS, 2))


class Planted:
    """A node one of whose answers carries a word of the twin's."""

    def __init__(self, node, where, every):
        self.node, self.where, self.every, self.asked = node, where, every, 0

    def __getattr__(self, name):
        return getattr(self.node, name)

    def ask(self, *arguments, **more):
        status, headers, text = self.node.ask(*arguments, **more)
        self.asked += 1
        if self.asked % self.every == 0:
            said = canaries.word(canaries.TWIN, "note")
            if self.where == "header":
                headers["X-Planted"] = said
            else:
                text += said
        return status, headers, text


def kind(path):
    return next(iter(scenes.kinds([path])))


def at(partnership, path):
    """The same address in another partnership."""
    return re.sub(r"^(/api/v1)?/p/[^/?]+", lambda found: f"{found[1] or ''}/p/{partnership}", path)


class Canary(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scene = scenes.Scene(ACCORD, SERVER)
        cls.addClassCleanup(cls.scene.remove)
        cls.scene.make()

    def sent_only_their_own(self, what):
        leaks, self.scene.search.leaks = self.scene.search.leaks, []
        self.assertEqual(leaks[:20], [], f"{len(leaks)} leaks: {what}")

    def each(self, what, task):
        """All of them at the same time; a leak is said before what came of it."""
        try:
            done = self.scene.each(task)
        except AssertionError as failed:
            self.sent_only_their_own(f"{what}, which failed: {failed}")
            raise
        self.sent_only_their_own(what)
        return done

    def test_each_partnership_is_sent_its_own_words_alone(self):
        planted = PLANTED in ("answer", "header")
        with self.scene.served(lambda node: Planted(node, PLANTED, 2000) if planted else node):
            acts = self.each("while they worked", lambda of: self.scene.act(of, "after"))
            self.expect_recorded_in_each(acts)
            people = {of: self.scene.people(acts[of]) for of in acts}
            self.visitors = {of: [visitor.Visitor(self.scene.node, self.scene.search, of, person) for person in people[of]]
                             for of in acts}
            self.pages = self.each("on the pages to which links lead", self.read_and_write)
            self.expect_found(acts)
            self.each("asked for the pages and forms of others", self.ask_for_pages_of_others)
            self.each("asked the API for what others have", lambda of: self.ask_the_api_for_others(of, acts, people[of]))
            self.each("asked for what there is not", self.ask_what_is_wrong)
            self.expect_operators_are_told_no_words(acts)
        answers, size = self.scene.search.answers, self.scene.search.bytes
        pages = {of: sum(len(found) for found in self.pages[of]) for of in self.pages}
        self.assertGreater(min(answers.values()), 3000, answers)
        self.assertGreater(min(size.values()), 20 << 20, size)
        self.assertGreater(min(pages.values()), 400, pages)
        print(f"{'PostgreSQL' if SERVER else 'SQLite'}: {sum(answers.values())} answers, {sum(size.values()) >> 20} MiB; "
              f"pages to which links led: {pages}; no word of another")

    def expect_recorded_in_each(self, acts):
        """The same keys, ids and references twice: nobody's act is taken for the other's."""
        for of, done in acts.items():
            missing = [command for command in COMMANDS if not done.accepted[command] and command != "decline_terms"]
            self.assertEqual(missing, [], (of, done.refused))
        statuses = {of: [(key, body["command"], status) for _, _, key, body, status in acts[of].sent] for of in acts}
        self.assertEqual(statuses[canaries.ORIGINAL], statuses[canaries.TWIN])
        self.assertGreater(sum(done.accepted["decline_terms"] for done in acts.values()), 0)
        self.assertGreater(len(set(acts["north"].references()) & set(acts["south"].references())), 5, "they are twins")
        for of, done in acts.items():
            self.assertRegex(done.drafts[0], "/raise/[0-9a-f]{32}/change$", f"{of}: it waits")
            self.assertIn("/raise/sent/", done.drafts[1], f"{of}: the form was sent")

    def expect_found(self, acts):
        """The search finds what is there: people of a partnership are sent each of its words."""
        for of in acts:
            found = self.scene.search.found[of]
            fields = set(canaries.OPEN_FIELDS + canaries.RECORDED_FIELDS)
            if not any(fact["kind"] == "text" for fact in acts[of].read("/policy")["facts"]):
                fields.remove("fact")
            missing = [field for field in fields if not any(said.startswith(canaries.word(of, field)) for said in found)]
            self.assertEqual(missing, [], of)
            kinds = {kind(path) for pages in self.pages[of] for path in pages}
            draft = acts[of].drafts[0].split("/")[4]
            self.assertTrue(any(draft in path for pages in self.pages[of] for path in pages), f"{of}: what waits is read again")
            for part in ("/d/#", "/d/#/record", "/d/#/note", "/d/#/file-copy", "/d/#/calendar/", "/policy", "/policy/flowchart.svg",
                         "/policy/versions", "/learning", "/team", "/figures", "/search", "/disagreements", "/raise/#"):
                self.assertTrue(any(each.startswith(f"/p/{of}{part}") for each in kinds), (of, part, sorted(kinds)))

    def read_and_write(self, of):
        """What links lead to, for each; then each sends a form of each kind, half filled and filled, and reads on."""
        pages = [each.crawl(scenes.MOST_PAGES) for each in self.visitors[of]]
        for each, found in zip(self.visitors[of], pages):
            sent = set()
            for path, page in list(found.items()):
                for form in page.forms:
                    if form.method != "post" or kind(form.action) in sent or "withdrawn" in form.action:
                        continue
                    sent.add(kind(form.action))
                    for values in (None, each.filled(form)):
                        _, leads = each.submit(path, form, values)
                        if leads and leads.startswith("/p/"):
                            found[leads] = visitor.Page(each.ask("GET", leads)[2])
        return pages

    def ask_for_pages_of_others(self, reader):
        """By their addresses, and by their parts at one's own: references, drafts, keys, filters, forms and their ids."""
        for other, one in itertools.product(scenes.PARTNERSHIPS, self.visitors[reader][::3]):
            if other == reader:
                continue
            name = f"accord_person_{reader}"
            theirs = {**one.cookies, f"accord_person_{other}": one.cookies[name]}
            everything = {path: page for pages in self.pages[other] for path, page in pages.items()}
            asked = set()
            for path, page in everything.items():
                there, here = kind(path), at(reader, path)
                one.ask("GET", here)
                if there not in asked or "/raise/" in path:
                    answer = one.ask("GET", path, cookies=theirs)
                    if f"/p/{other}/" in path and not search.OPEN.match(path):
                        self.assertIn(answer[0], (303, 404), path)
                asked.add(there)
                for form in page.forms:
                    if form.method == "post" and kind(form.action) not in asked:
                        asked.add(kind(form.action))
                        self.send_form_of_another(one, other, form, theirs)

    def send_form_of_another(self, one, other, form, theirs):
        reader = one.partnership
        typed = {name: value.replace(canaries.ROOTS[other], canaries.ROOTS[reader]) for name, value in one.filled(form).items()}
        status = one.ask("POST", form.action, typed, cookies=theirs)[0]
        self.assertIn(status, (403, 404), f"{one.partnership} sent a form of {other}: {form.action}")
        one.ask("POST", at(reader, form.action), typed)
        mine = one.ask("GET", at(reader, form.action))
        if mine[0] == 200 and "html" in mine[1]["Content-Type"] and "withdrawn" not in form.action:
            forms = [each for each in visitor.Page(mine[2]).forms if each.method == "post"]
            for each in forms[-1:]:  # one's own token, and the number under which another partnership has recorded something
                one.ask("POST", each.action or form.action, {**typed, **each.hidden(), "command": typed.get("command", "")})

    def ask_the_api_for_others(self, reader, acts, people):
        paths = [path for path, does in json.loads((ROOT / "schema/openapi.json").read_text(encoding="utf-8"))["paths"].items()
                 if "get" in does]
        mine = acts[reader]
        known = {person["id"] for person in mine.people}
        for other in (one for one in scenes.PARTNERSHIPS if one != reader):
            theirs = acts[other]
            directory = theirs.read("/people")
            references = sorted(self.scene.search.ids[other])
            keys = [point["key"] for person in theirs.people if person["agency"] == "partnership"
                    for point in theirs.read("/learning", person["id"])["learning"]]
            stranger = not known & {person["id"] for person in theirs.people}
            for path, person in itertools.product(paths, people):
                for number, reference in enumerate(references if "{reference}" in path else references[:1]):
                    asked = path.replace("{reference}", reference).replace("{number}", str(1 + number % 2))
                    mine.ask("GET", asked.replace("{partnership}", reader), person)
                    if stranger and "{partnership}" in path and number < 4:
                        status = mine.ask("GET", asked.replace("{partnership}", other), person)[0]
                        if not search.OPEN.match(asked.replace("{partnership}", other)):
                            self.assertIn(status, (401, 404), asked)
            to = "/api/v1/p/" + reader
            queries = [("agency", agency["id"]) for agency in directory["agencies"]] + [("reference", one) for one in references]
            queries += [("child", canaries.word(reader, "reference")), ("stage", "discussion"), ("area", "Levels of need")]
            for name, value in queries:
                mine.ask("GET", f"{to}/disagreements?{urllib.parse.urlencode({name: value})}", people[-1])
            for key in keys:
                mine.ask("POST", f"{to}/learning/{key}/commands", people[-1],
                         {"command": "record_done", "evidence": {"texts": [{"name": "note", "text": mine.word("learned")}]}},
                         {"Idempotency-Key": f"canary-learning-{reader}-{key}"[:120]})
            self.send_commands_of_another(mine, theirs, people)

    def send_commands_of_another(self, mine, theirs, people):
        """What was done there, sent here: with their key, people, agencies, references and version, as one's own person."""
        versions = {}
        for number, (path, person, key, body, _) in enumerate(theirs.sent[:60]):
            text = json.dumps(body).replace(canaries.ROOTS[theirs.partnership], canaries.ROOTS[mine.partnership])
            text = text.replace(canaries.ROOTS[theirs.partnership].upper(), canaries.ROOTS[mine.partnership].upper())
            reference = path.split("/")[2] if path.count("/") > 2 else ""
            if reference and reference not in versions:
                answer = theirs.ask("GET", f"{theirs.path}/disagreements/{reference}", person)
                versions[reference] = answer[1]["ETag"] or '"1"'
            for new_key, match in ((key, {}), (f"{key}-{theirs.partnership}-{number}", {"If-Match": versions.get(reference, '"1"')})):
                mine.ask("POST", mine.path + path, people[number % len(people)], json.loads(text),
                         {"Idempotency-Key": new_key, **(match if reference else {})})
            mine.ask("GET", mine.path + path.removesuffix("/commands"), people[0],
                     more={"If-None-Match": versions.get(reference, '"1"')})

    def ask_what_is_wrong(self, reader):
        for one in self.visitors[reader][::3]:
            for partnership in (*scenes.PARTNERSHIPS, "nowhere", "", "partnership", "%00"):
                for path in ("", "/", "/d/ZZZZ-ZZZZ", "/nowhere", "/search?reference=ZZZZ-ZZZZ", "/learning/zz", "/policy/versions/99",
                             "/policy?version=" + "0" * 64, "/raise/" + "0" * 32 + "/what", "/disagreements?page=99999", "/../west/work"):
                    for method in ("GET", "HEAD", "PUT", "DELETE"):
                        one.ask(method, f"/p/{partnership}{path}")
                    one.ask("POST", f"/p/{partnership}{path}", {"text": "x", "form_token": "x", "command": "x"})
            for path in ("/api/v1/nothing", "/metrics", "/health/ready", "/assets/x/y", "/x" * 5000):
                one.ask("GET", path)
            api = f"/api/v1/p/{reader}"
            for headers in ({}, {"Accord-Person": "nobody"}, {"Accord-Person": one.person, "Origin": "http://elsewhere.example"},
                            {"Accord-Person": one.person, "Host": "elsewhere.example"}):
                one.ask("GET", f"{api}/work", headers=headers)
                one.ask("POST", f"{api}/disagreements", {"command": "raise"}, headers=headers)
            one.ask("POST", "/csp-report", {"report": "x"})

    def expect_operators_are_told_no_words(self, acts):
        """Metrics, health and the log: no word of anybody's, no reference, nobody's id, no address of a page."""
        told = [(path, scenes.told(self.scene, path)) for path in ("/metrics", "/health/ready", "/health/live", "/", "/p/north/work")]
        self.assertEqual([answer[0] for _, answer in told], [200, 200, 200, 404, 404])
        log = self.scene.log.read_text(encoding="utf-8")
        if PLANTED == "log":
            log += json.dumps({"event": "request", "who": canaries.word("west", "person")}) + "\n"
        self.assertGreater(len([json.loads(line) for line in log.splitlines()]), 5000)
        people = {person["id"] for done in acts.values() for person in done.people}
        names = {person["name"].split(" ")[1] for done in acts.values() for person in done.people} - {"Green", "Post", "Head"}
        said = re.compile(r"|".join(sorted(map(re.escape, people | {"As it was said", "It was said again", "Typed, and"}))))
        for what, text in [("the log", log), *((path, f"{answer[1]}\n{answer[2]}") for path, answer in told)]:
            for found, why in ((search.WORD.search(text.lower()), "a word"), (search.ID.search(text), "a reference or an id"),
                               (said.search(text), "a person or what was typed"), (re.search(r"/p/|\?|%2F", text), "an address"),
                               (re.search(r"\b(?:" + "|".join(names) + r")\b", text), "a name")):
                self.assertIsNone(found, f"{what} says {why}: {found and text[max(0, found.start() - 200):found.end() + 100]}")
        metrics = dict(told)["/metrics"][2]
        for of in scenes.PARTNERSHIPS:
            self.assertNotIn(of, metrics)

    def test_commands_for_one_partnership_say_and_write_nothing_of_another(self):
        asked = 0
        for of in scenes.PARTNERSHIPS:
            policy = self.scene.policies / of / "policy.yaml"
            directory = self.scene.policies / of / "demo/directory.yaml"
            calendar = ROOT / "calendars/england-and-wales.json"
            backup = self.scene.folder / f"backup-of-{of}.db"
            self.scene.must("backup", "--database", self.scene.database, "--to", backup)
            files = [self.scene.folder / f"{name}-{of}.db" for name in ("copied", "restored")]
            for arguments in (["copy", "--from", self.scene.database, "--to", files[0]],
                              ["restore", "--from", backup, "--to", files[1]],
                              ["replay", "--database", self.scene.database, "--policy", policy],
                              ["replay", "--database", self.scene.database, "--policy", policy, "--json"],
                              ["rebuild", "--database", self.scene.database],
                              ["policy", "adopt", policy, "--database", self.scene.database, "--preview", "--json"],
                              ["import", "directory", directory, "--database", self.scene.database],
                              ["import", "directory", directory, "--database", self.scene.database, "--json"]):
                code, said = self.scene.run(*arguments, "--partnership", of)
                self.assertIn(code, (0, 1), said)
                self.only_of(of, " ".join(map(str, arguments)), said)
                asked += 1
            for file in files:
                content = file.read_bytes().decode("latin-1")
                self.only_of(of, file.name, content)
                self.assertGreater(content.lower().count(canaries.ROOTS[of]), 500)
        self.assertEqual(asked, 24)

    def only_of(self, of, what, said):
        foreign = {found for found in search.WORD.findall(said.lower()) if search.owner(found) != of}
        self.assertEqual(foreign, set(), f"{what} has words of another than {of}")
        ids = self.scene.search.ids
        foreign = set().union(*ids.values()) - ids[of]
        self.assertEqual(foreign.intersection(search.ID.findall(said)), set(), f"{what} has ids of another than {of}")

    def test_one_word_in_one_answer_is_found(self):
        for where in ("answer", "header"):
            with self.subTest(where):
                found = search.Search()
                with self.scene.served(lambda node, where=where: Planted(node, where, 20)) as node:
                    reader = visitor.Visitor(node, found, "north", self.somebody(node))
                    reader.crawl(25)
                self.assertEqual(len(found.leaks), 1, found.leaks)
                self.assertIn(f"{canaries.word('south', 'note')} of south was sent to somebody of north: GET", found.leaks[0])

    @staticmethod
    def somebody(node):
        return node.read("/api/v1/p/north/people")["people"][0]["id"]


if __name__ == "__main__":
    ACCORD = str(pathlib.Path(sys.argv.pop(1)).resolve())
    if "--plant" in sys.argv:
        place = sys.argv.index("--plant")
        PLANTED = sys.argv[place + 1]
        del sys.argv[place:place + 2]
    unittest.main()
