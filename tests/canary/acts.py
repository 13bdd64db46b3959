"""What people of a partnership do by the API: they raise, talk, note, promise, correct, date, take ways on and decline them.

The same acts in the same order in each partnership, under the same keys: what is mixed up between two of them shows.
"""
import collections
import datetime
import json

import canaries


class Acts:
    def __init__(self, node, search, partnership, name):
        self.node, self.search, self.partnership, self.name = node, search, partnership, name
        self.path = f"/api/v1/p/{partnership}"
        self.accepted, self.refused = collections.Counter(), []
        self.sent = []  # (path after the partnership's, person, key, body, status)
        rules = self.read("/policy")
        self.duties = {(scope["id"], duty["id"]): duty
                       for scope in ({"id": "throughout", **rules["throughout"]}, {"id": "after", **rules["after"]},
                                     {"id": "start", **rules["start"]}, *rules["stages"]) for duty in scope["duties"]}
        self.people = self.read("/people")["people"]

    def word(self, field):
        return f"As it was said. {canaries.word(self.partnership, field)}"

    def ask(self, method, path, person, body=None, more=None):
        headers = {**({"Accord-Person": person} if person else {}), **(more or {})}
        if body is not None:
            headers["Content-Type"] = "application/json"
        text = None if body is None else json.dumps(body)
        answer = self.node.ask(method, path, text, headers)
        assert answer is not None, (method, path)
        self.search.look(self.partnership, method, path, f"{text or ''}\n{headers}", answer)
        return answer

    def read(self, path, person=""):
        answer = self.ask("GET", self.path + path, person)
        assert answer[0] == 200, (path, person, answer[0], answer[2])
        return json.loads(answer[2])

    def command(self, path, person, body):
        key = f"canary-{self.name}-{len(self.sent):06}"
        answer = self.ask("POST", self.path + path, person, body, {"Idempotency-Key": key})
        self.sent.append((path, person, key, body, answer[0]))
        if answer[0] in (200, 201):
            self.accepted[body["command"]] += 1
        else:
            self.refused.append((body["command"], json.loads(answer[2]).get("detail")))
        return answer[0], json.loads(answer[2])

    def soon(self, days):
        now = datetime.datetime.fromisoformat(self.read("")["now"])
        return (now + datetime.timedelta(days=days)).isoformat()

    def references(self):
        """Every reference that anybody of the partnership may know."""
        return {row["reference"] for person in self.people
                for row in self.read("/disagreements?limit=200", person["id"])["disagreements"]}

    def raised_before(self):
        """One that somebody raised and that is open, as they read it."""
        for person in self.people:
            for row in self.read("/disagreements?state=open&limit=200", person["id"])["disagreements"]:
                if row["raiser"] == person["id"]:
                    return person["id"], self.read(f"/disagreements/{row['reference']}", person["id"])
        raise AssertionError(f"nobody of {self.partnership} has raised anything")

    def raise_like(self, person, like):
        """Another between the same people about the same things, in the words of this partnership."""
        body = {"command": "raise",
                "sides": [{"agency": side["agency"], **({"worker": side["worker"]} if side["side"] else {})} for side in like["sides"]],
                "children": [{"reference": f"{canaries.word(self.partnership, 'reference').upper()}-{number}",
                              "age_band": child["age_band"]} for number, child in enumerate(like["raised"]["children"])],
                "matter": dict.fromkeys(("summary", "what", "why", "change", "child"), self.word("matter")),
                "facts": [{"fact": fact["fact"], "holder": fact["holder"], "words": fact["words"]} for fact in like["facts"]],
                "child_timescale": self.soon(9), "child_timescale_reason": self.word("reason")}
        status, answer = self.command("/disagreements", person, body)
        assert status == 201, answer
        return answer["reference"]

    def evidence(self, scope, duty, person, others):
        rule = self.duties.get((scope, duty), {})
        return {"mode": next(iter(rule.get("modes", [])), "telephone"), "participants": [one for one in others if one != person],
                "texts": [{"name": name, "text": self.word("talk")} for name in rule.get("record") or ["what was said"]]}

    def concerned(self, seen):
        """Whoever works or answers for a side, or owes something, and the partnership's own people."""
        people = [side["worker"] for side in seen["sides"]]
        people += [(side["representative"] or {}).get("person") for side in seen["sides"]]
        people += [ower["person"] for duty in seen["duties"] for ower in duty["owers"] + duty["to"]]
        people += [person["id"] for person in self.people if person["agency"] == "partnership"]
        return [one for one in dict.fromkeys(people) if one]

    def one_more(self, reference, person, workers):
        """The first thing that `person` may do next in it, done; None: nothing."""
        answer = self.ask("GET", f"{self.path}/disagreements/{reference}", person)
        if answer[0] != 200:
            return None
        seen = json.loads(answer[2])
        to = f"/disagreements/{reference}/commands"
        tried = {(path, who, body.get("number"), body.get("exit")) for path, who, _, body, _ in self.sent}
        for duty in seen["duties"]:
            if duty["status"] == "open" and duty["mine"] and (to, person, duty["number"], None) not in tried:
                return self.command(to, person, {
                    "command": "record_done", "number": duty["number"],
                    "evidence": self.evidence(duty["scope"], duty["duty"], person, workers)})[0]
        for way in seen["ways_on"]["exits"]:
            if way["open"] and way["mine"] and way["exit"] != "withdrawn" and (to, person, None, way["exit"]) not in tried:
                body = {"command": "take_exit", "scope": way["scope"], "exit": way["exit"]}
                if way["terms"] is None:
                    body["record"] = [{"name": name, "text": self.word("term")} for name in way["record"]]
                elif not self.accepted["decline_terms"]:
                    self.command(to, person, {**body, "command": "decline_terms", "reason": self.word("reason")})
                return self.command(to, person, body)[0]
        return None

    def run(self, raised=2):
        """Raises, says everything that can be said of it, and takes the first as far as it goes; their references."""
        person, like = self.raised_before()
        references = [self.raise_like(person, like) for _ in range(raised)]
        for reference in references:
            self.say(reference, person)
        for _ in range(12):
            seen = self.read(f"/disagreements/{references[0]}", person)
            done = [self.one_more(references[0], who, [side["worker"] for side in seen["sides"]]) for who in self.concerned(seen)]
            if not any(done):
                break
        self.say(like["reference"], person)
        self.learn()
        return references

    def say(self, reference, person):
        seen = self.read(f"/disagreements/{reference}", person)
        to = f"/disagreements/{reference}/commands"
        other = next(side["worker"] or side["representative"]["person"] for side in seen["sides"] if side["side"] == 1)
        mine = seen["sides"][0]["agency"]
        self.command(to, person, {"command": "add_note", "text": self.word("note")})
        self.command(to, other, {"command": "add_note", "text": self.word("note")})
        for kind in ("action", "outstanding_issue"):
            self.command(to, person, {"command": "undertake", "kind": kind, "what": self.word("action"), "how": self.word("action"),
                                      "agency": mine, "person": person, "due": self.soon(20)})
        self.command(to, person, {"command": "correct", "sequence": 1, "text": self.word("corrected")})
        self.command(to, person, {"command": "set_child_timescale", "to": self.soon(5), "reason": self.word("reason")})
        self.command(to, other, {"command": "set_child_timescale", "to": self.soon(8), "reason": self.word("reason")})
        fact = next(fact for fact in seen["facts"] if not fact["holder"])
        self.command(to, person, {"command": "set_fact", "reason": self.word("reason"),
                                  "fact": {"fact": fact["fact"], "words": fact["words"]}})
        for duty in seen["duties"]:
            if duty["status"] == "open":
                for who in (person, other):
                    self.command(to, who, {"command": "agree_date", "number": duty["number"], "to": self.soon(4),
                                           "reason": self.word("reason")})
        self.command(to, person, {"command": "rebind", "side": 0, "person": person, "reason": self.word("reason")})
        for right in seen["ways_on"]["rights"]:
            self.command(to, person, {"command": "record_done", "scope": right["scope"], "id": right["id"],
                                      "evidence": self.evidence(right["scope"], right["id"], person, [other])})

    def learn(self):
        """What the partnership records of itself, and of what was learned."""
        for person in self.people:
            if person["agency"] == "partnership":
                for point in self.read("/learning", person["id"])["learning"]:
                    if point["asked"]:
                        self.command(f"/learning/{point['key']}/commands", person["id"], {
                            "command": "record_done", "evidence": {"texts": [
                                {"name": name, "text": self.word("learned")} for name in point["asked"]["record"] or ["note"]]}})
                self.command("/policy/commands", person["id"], {"command": "record_review", "date": "2026-01-12",
                                                                "who": self.word("review"), "what": self.word("review")})
