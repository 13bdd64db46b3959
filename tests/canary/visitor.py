"""Somebody of one partnership at the pages: follows links, fills in forms, and reads every answer against the search."""
import collections
import html.parser
import http.cookies
import re
import urllib.parse

import canaries

FAR = {"day": "28", "month": "2", "year": "2031", "time": "10:30"}
FEW = 3


class Form:
    def __init__(self, given):
        self.action, self.method = given.get("action") or "", given.get("method", "get")
        self.fields = []  # (name, type, value)
        self.options = {}  # name -> the values of which one or several are taken
        self.buttons = []

    def hidden(self):
        return {name: value for name, kind, value in self.fields if kind == "hidden"}

    def areas(self):
        return {name for name, kind, _ in self.fields if kind == "textarea"}


class Page(html.parser.HTMLParser):
    """What a browser without script finds in a page."""

    def __init__(self, text):
        super().__init__()
        self.links, self.forms, self._select = [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        for name in ("href", "src"):
            if given.get(name, "").startswith("/"):
                self.links.append(given[name].split("#")[0])
        if tag == "form":
            self.forms.append(Form(given))
        if not self.forms:
            return
        form, name = self.forms[-1], given.get("name")
        if tag == "select":
            self._select = name
        elif tag == "option":
            form.options.setdefault(self._select, []).append(given.get("value", ""))
        elif tag == "textarea":
            form.fields.append((name, "textarea", ""))
        elif tag == "button" and name:
            form.buttons.append((name, given.get("value", "")))
        elif tag == "input" and name:
            kind = given.get("type", "text")
            if kind in ("radio", "checkbox"):
                form.options.setdefault(name, []).append(given.get("value", ""))
            else:
                form.fields.append((name, kind, given.get("value", "")))


class Visitor:
    def __init__(self, node, search, partnership, person):
        self.node, self.search, self.partnership, self.person = node, search, partnership, person
        self.cookies = {}
        status, _ = self.submit(f"/p/{partnership}/people", self.form(f"/p/{partnership}/people"), {"person": person})
        assert status == 303 and self.cookies, (partnership, person, status)

    def form(self, path):
        return Page(self.ask("GET", path)[2]).forms[-1]

    def ask(self, method, path, fields=None, headers=None, cookies=None, keep=False):
        sent = urllib.parse.urlencode(fields) if fields is not None else None
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in (cookies or self.cookies).items()),
                   "Sec-Fetch-Site": "same-origin", **(headers or {})}
        if sent is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        answer = self.node.ask(method, path, sent, headers)
        assert answer is not None, (method, path)
        if keep:
            for cookie in answer[1].get_all("Set-Cookie") or []:
                self.cookies.update({name: morsel.value for name, morsel in http.cookies.SimpleCookie(cookie).items()})
        self.search.look(self.partnership, method, path, (sent or "") + str(headers), answer)
        return answer

    def submit(self, path, form, more=None):
        """The form as it came, with `more` in it; the status and where the answer leads."""
        answer = self.ask("POST", form.action or path, {**form.hidden(), **(more or {})}, keep=True)
        return answer[0], answer[1].get("Location")

    def filled(self, form):
        """Something for every field: the first of what is offered, and words where words are asked."""
        values = form.hidden()
        # What a partnership says of its policy anybody may read.
        word = canaries.word(self.partnership, "review" if "/policy/" in form.action else "typed")
        for name, offered in form.options.items():
            if name == "no_child":  # there is one
                continue
            values[name] = "no" if "no" in offered else next((one for one in offered if one), "")
        for name, kind, value in form.fields:
            if kind == "hidden":
                continue
            part = re.search(r"-(day|month|year|time)$", name)
            if part:
                values[name] = FAR[part[1]]
            elif kind == "textarea":
                values[name] = f"It was said again. {word}"
            else:  # with a figure, since it may be a reference
                values[name] = value or f"{word}-77"
        return values

    def raise_by_pages(self, send):
        """Question by question, as far as the sending, or to what should change, where it waits as a draft; where it stood last."""
        path, word = self.ask("GET", f"/p/{self.partnership}/raise")[1]["Location"], canaries.word(self.partnership, "draft")
        for _ in range(40):
            page = Page(self.ask("GET", path)[2])
            form = next(form for form in page.forms if form.method == "post")
            if path.endswith("/change") and not send:
                return path
            values = {name: f"Typed, and perhaps never sent. {word}" if name in form.areas() else value
                      for name, value in self.filled(form).items() if not re.match("by|happened", name)}
            status, leads = self.submit(path, form, values)
            if leads is None:
                return path
            if "/sent/" in leads or "/d/" in leads:
                return leads
            path = leads
        return path

    def crawl(self, most):
        """Every page to which links lead from the start, the lists as they are narrowed among them: path -> the page."""
        found, seen, alike = {}, set(), collections.Counter()
        waiting = ["/", "/cover", f"/p/{self.partnership}/work", f"/p/{self.partnership}/figures"]
        while waiting and len(found) < most:
            path = waiting.pop(0) or "/"
            of = re.match(r"/p/([^/?]+)", path)
            if path in seen or (of and of[1] != self.partnership):
                continue
            seen.add(path)
            # Of what differs in a number alone, such as the forms that correct an entry, a few; and one new draft.
            sort = re.sub(r"/\d+", "/#", path) + "+" * path.count("&")
            alike[sort] += 1
            if alike[sort] > (1 if path.endswith("/raise") else FEW):
                continue
            answer = self.ask("GET", path)
            found[path] = page = Page(answer[2] if "html" in answer[1].get("Content-Type", "") else "")
            waiting += [*page.links, answer[1].get("Location") or ""] if not path.startswith("/assets/") else []
            for form in page.forms:
                if form.method == "get":
                    waiting += [f"{form.action}?{urllib.parse.urlencode({name: value})}"
                                for name, values in form.options.items() for value in {values[0]: 0, values[-1]: 0}]
        return found
