"""Three partnerships in one database, two of which differ in nothing but their words, and what is done in each."""
import collections
import concurrent.futures
import contextlib
import json
import pathlib
import re
import shutil
import subprocess
import tempfile

import acts
import canaries
import node
import search
import visitor

ROOT = pathlib.Path(__file__).resolve().parents[2]
ORIGINALS = {"north": "gloucestershire", "west": "leeds"}
PARTNERSHIPS = tuple(canaries.ROOTS)
MOST_PAGES = 200  # of one person: some have every disagreement of their agency before them


class Scene:
    """Made once: in a file, and from there at a server where one is given."""

    def __init__(self, accord, server=""):
        self.accord, self.server = accord, server
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="accord-canary-"))
        self.policies = canaries.policies(self.folder / "policies", ROOT / "policies", ORIGINALS)
        self.database = str(self.folder / "accord.db")
        self.log = self.folder / "log"
        self.search = search.Search()

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *arguments):
        done = subprocess.run([self.accord, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=120)
        return done.returncode, done.stdout + done.stderr

    def must(self, *arguments):
        code, said = self.run(*arguments)
        assert code == 0, (arguments, said)
        return said

    def make(self):
        self.must("demo", "--database", self.database, "--policies", self.policies)
        with self.served():
            for partnership in ORIGINALS:
                self.act(partnership, "before")
        canaries.make_twin(self.database)
        canaries.twin_policy(self.policies)
        self.search.ids[canaries.TWIN].update(self.search.ids[canaries.ORIGINAL])
        self.must("rebuild", "--database", self.database)
        self.must("verify", "--database", self.database)
        if self.server:
            self.must("copy", "--from", self.database, "--to", self.server)
            self.database = self.server

    @contextlib.contextmanager
    def served(self, wrapped=lambda served: served):
        with open(self.log, "a", encoding="utf-8") as log:
            self.node = wrapped(node.Node(self.accord, self.database, "--operations", "127.0.0.1:0", "--log", "info", log=log))
            self.node.start()
            try:
                yield self.node
            finally:
                self.node.process.terminate()
                self.node.process.wait(timeout=60)
                self.node.process.stdout.close()

    def act(self, partnership, name):
        """By the API, then a draft that waits and one that is sent, by the pages."""
        done = acts.Acts(self.node, self.search, partnership, name)
        done.run()
        person, _ = done.raised_before()
        raiser = visitor.Visitor(self.node, self.search, partnership, person)
        done.drafts = [raiser.raise_by_pages(send) for send in (False, True)]
        self.search.ids[partnership].update(done.references(), *(re.findall(r"[0-9a-f]{32}", path) for path in done.drafts))
        return done

    def each(self, task):
        """The same in each partnership at the same time, so that what they would share is shared."""
        with concurrent.futures.ThreadPoolExecutor(len(PARTNERSHIPS)) as pool:
            return dict(zip(PARTNERSHIPS, pool.map(task, PARTNERSHIPS)))

    def people(self, of):
        """Who raised something, their manager, a safeguarding lead, and somebody of the partnership's own."""
        raiser, seen = of.raised_before()
        own = next(person["id"] for person in of.people if person["agency"] == "partnership"
                   and of.ask("GET", f"{of.path}/figures", person["id"])[0] == 200)
        agency = seen["sides"][0]["agency"]
        theirs = [person["id"] for person in of.people if person["agency"] == agency and person["id"] != raiser]
        manager = next(one for one in theirs if of.ask("GET", f"{of.path}/team", one)[0] == 200)
        posts = self.posts_of_leads(of.partnership)
        lead = next(post["holders"][0] for post in of.read("/people")["posts"] if post["id"] in posts and post["holders"])
        return list(dict.fromkeys((raiser, manager, lead, own)))

    def posts_of_leads(self, partnership):
        directory = (self.policies / partnership / "demo/directory.yaml").read_text(encoding="utf-8")
        return re.findall(r"^ {4}safeguarding_lead: (\w+)", directory, re.MULTILINE)


def told(scene, port_path):
    """What the operations address says."""
    return scene.node.ask("GET", port_path, port=scene.node.operations_port)


def lines(scene):
    return [json.loads(line) for line in scene.log.read_text(encoding="utf-8").splitlines()]


def kinds(paths):
    """How many of each kind of page: without references, drafts and numbers."""
    return collections.Counter(re.sub(r"/(?:[2-9A-Z]{4}-[2-9A-Z]{4}|[0-9a-f]{16,}|\d+)(?=[/.?]|$)", "/#", path.split("?")[0])
                               for path in paths)
