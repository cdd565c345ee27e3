"""A strict reader of HTML: says what a browser would silently repair."""

from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from typing import Final

VOID: Final = frozenset(
    "area base br col embed hr img input link meta source track wbr".split()
)  # elements that have no end tag
CLOSES_P: Final = frozenset(
    "address article aside blockquote details div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header "
    "hr main nav ol p pre section table ul".split()
)
PARENTS: Final = {
    "li": {"ul", "ol"},
    "dt": {"dl", "div"},
    "dd": {"dl", "div"},
    "tr": {"thead", "tbody"},
    "td": {"tr"},
    "th": {"tr"},
    "summary": {"details"},
    "legend": {"fieldset"},
    "option": {"select", "datalist"},
    "figcaption": {"figure"},
    "caption": {"table"},
}
PHRASING_ONLY: Final = frozenset("p h1 h2 h3 h4 h5 h6 span strong a label summary button code dt".split())
INTERACTIVE: Final = frozenset("a button input select textarea label".split())


class StrictReader(HTMLParser):
    """Collects faults: unclosed, misnested or misplaced elements, doubled ids and attributes, references to no id."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.open: list[str] = []
        self.ids: list[str] = []
        self.references: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.title = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._check_place(tag)
        self._check_attributes(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._check_attributes(tag, attrs)
        if "svg" not in self.open and tag not in VOID:
            self.faults.append(f"<{tag}/> outside of SVG")

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            self.faults.append(f"</{tag}>: the element has no end tag")
        elif not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes <{self.open[-1] if self.open else 'nothing'}>")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["title"] and "svg" not in self.open:
            self.title += data
        if data.strip() and self.open[-1:] and self.open[-1] in {"ul", "ol", "dl", "table", "tr", "tbody", "select"}:
            self.faults.append(f"text in <{self.open[-1]}>: {data.strip()[:40]}")

    def _check_place(self, tag: str) -> None:
        parent = self.open[-1] if self.open else None
        if tag in CLOSES_P and "p" in self.open:
            self.faults.append(f"<{tag}> inside <p>")
        elif tag in CLOSES_P and parent in PHRASING_ONLY and not (parent == "summary" and tag.startswith("h")):
            self.faults.append(f"<{tag}> inside <{parent}>")
        if tag in PARENTS and parent not in PARENTS[tag] and "svg" not in self.open:
            self.faults.append(f"<{tag}> inside <{parent}>")
        if tag in INTERACTIVE and {"a", "button"} & set(self.open):
            self.faults.append(f"<{tag}> inside <a> or <button>")
        if tag == "form" and "form" in self.open:
            self.faults.append("<form> inside <form>")

    def _check_attributes(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        for name, count in Counter(name for name, _ in attrs).items():
            if count > 1:
                self.faults.append(f"<{tag}> has {name} twice")
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in {"for", "aria-labelledby", "aria-describedby", "aria-controls"}:
                self.references += (value or "").split()
            if name == "href" and (value or "").startswith("#"):
                self.references.append((value or "")[1:])
            if name == "style" or name.startswith("on"):
                self.faults.append(f"<{tag}> has {name}, which the content security policy forbids")


def read(html: str) -> StrictReader:
    """Read a page or a fragment to the end."""
    reader = StrictReader()
    reader.feed(html)
    reader.close()
    reader.faults += [f"<{tag}> is never closed" for tag in reader.open]
    reader.faults += [f"id {one!r} occurs {count} times" for one, count in Counter(reader.ids).items() if count > 1]
    reader.faults += [f"an id is empty or has a blank: {one!r}" for one in reader.ids if not one or " " in one]
    reader.faults += [f"nothing has the id {one!r}" for one in set(reader.references) - set(reader.ids)]
    return reader


def faults_of_page(html: str) -> list[str]:
    """The faults of a whole page: those of any HTML, and what every page must have."""
    reader = read(html)
    faults = list(reader.faults)
    if not html.lstrip().lower().startswith("<!doctype html>"):
        faults.append("no doctype")
    tags = Counter(tag for tag, _ in reader.tags)
    faults += [f"{tags[tag]} <{tag}>" for tag in ("main", "h1", "footer") if tags[tag] != 1]
    if dict(reader.tags).get("html", {}).get("lang") != "en":
        faults.append("the language is not stated")
    if not reader.title.strip():
        faults.append("no title")
    levels = [int(tag[1]) for tag, _ in reader.tags if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit()]
    faults += [f"h{after} follows h{before}" for before, after in pairwise(levels) if after > before + 1]
    return faults
