"""What is held against every answer: whose words, references and ids stand in it, and whether the reader may be sent them."""
import collections
import re
import urllib.parse

import canaries

# What anybody may ask for without being anybody, since there is no sign-in yet: who there is, and by which policy they go.
OPEN = re.compile(r"/(api/v1/)?p/[^/?]+(/people|/policy([/?].*)?)?([?#].*)?$")
# Where a reader comes upon another partnership, its name may be said; the start page lists all of them.
NAMED = re.compile(r"/$|/cover$|/api/v1/partnerships$|/(api/v1/)?p/")
ID = re.compile(r"\b(?:[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}|[0-9a-f]{32})\b")
WORD = re.compile("|".join(f"{root}[a-z]*" for root in canaries.ROOTS.values()))
OWNER = {root: partnership for partnership, root in canaries.ROOTS.items()}


def owner(said):
    return OWNER[said[:len(next(iter(OWNER)))]]


def partnership_of(path):
    found = re.match(r"/(?:api/v1/)?p/([^/?]+)", path)
    return found[1] if found else None


class Search:
    def __init__(self):
        self.answers, self.bytes = collections.Counter(), collections.Counter()
        self.found = collections.defaultdict(collections.Counter)  # reader -> its own words
        self.leaks = []
        self.ids = collections.defaultdict(set)  # partnership -> the references and drafts that are its own

    def allowed(self, whose, path):
        """The fields of the partnership `whose` that may be sent to a reader of another one who asks for `path`."""
        of = partnership_of(path)
        if of == whose and OPEN.match(path):
            return canaries.OPEN_FIELDS
        return ("name",) if NAMED.match(path) and of in (whose, None) else ()

    def look(self, reader, method, path, sent, answer):
        """Nothing of another partnership's may be in an answer to `reader` that was not in the request itself."""
        status, headers, text = answer
        whole = f"{headers}\n{text}"
        self.answers[reader] += 1
        self.bytes[reader] += len(whole)
        sent = urllib.parse.unquote_plus(f"{path}\n{sent}").lower()
        for said in set(WORD.findall(whole.lower())):
            whose = owner(said)
            if whose == reader:
                self.found[reader][said] += 1
            elif said not in sent and not any(said.startswith(canaries.word(whose, field)) for field in self.allowed(whose, path)):
                self.leaks.append(f"{said} of {whose} was sent to somebody of {reader}: {method} {path} ({status})")
        there = set(ID.findall(whole)) - self.ids[reader]
        for other, ids in self.ids.items():
            for one in there & ids if other != reader else ():
                if one.lower() not in sent:
                    self.leaks.append(f"{one} of {other} was sent to somebody of {reader}: {method} {path} ({status})")
