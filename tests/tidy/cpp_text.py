"""C++ as text: comments and literals told apart from code, line for line."""
import re

_TOKEN = re.compile(
    r'R"(?P<mark>[^()\\\s]{0,16})\((?P<raw>[\s\S]*?)\)(?P=mark)"'
    r'|"(?P<string>(?:\\[\s\S]|[^"\\\n])*)"'
    r"|(?<![0-9a-fA-F])'(?:\\[\s\S]|[^'\\\n])+'"
    r"|//(?:\\\n|[^\n])*"
    r"|/\*[\s\S]*?\*/")


def _blank(text):
    """As many lines, and nothing on them."""
    return "\n" * text.count("\n")


def without_comments(text):
    return _TOKEN.sub(lambda m: _blank(m[0]) if m[0].startswith("/") else m[0], text)


def without_literals(text):
    return _TOKEN.sub(lambda m: m[0] if m[0].startswith("/") else '""' + _blank(m[0]), text)


def without_comments_and_literals(text):
    return _TOKEN.sub(lambda m: _blank(m[0]) if m[0].startswith("/") else '""' + _blank(m[0]), text)


def literals(text):
    """(line, content) of each string literal; literals that follow one another are one."""
    found = []
    end_of_last = None
    for match in _TOKEN.finditer(text):
        content = match["raw"] if match["raw"] is not None else match["string"]
        if content is None:
            continue
        line = text.count("\n", 0, match.start()) + 1
        if found and end_of_last is not None and not text[end_of_last:match.start()].strip():
            found[-1] = (found[-1][0], found[-1][1] + content)
        else:
            found.append((line, content))
        end_of_last = match.end()
    return found
