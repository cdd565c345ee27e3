"""Documents that nobody should have to read: broken, hostile, shuffled."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from hypothesis import settings
from hypothesis import strategies as st

from tests.scrapers.texts.pages import HEADINGS, page

DOCUMENTS = 10_000 if settings.get_current_profile_name() == "exploring" else 200
"""How many each reader is given: all of them in `make drill`."""

_TAGS = (
    "p div span b a ul ol li table tr td h4 br script style iframe object embed svg math template noscript plaintext "
    "textarea title select option xmp form button body html base meta link img foreignObject annotation-xml mglyph"
).split()
_ATTRIBUTES = (
    ' onclick="run()"', " onerror=run()", ' style="background:url(javascript:run())"', ' href="javascript:run()"',
    ' href="JaVaScRiPt&colon;run()"', " href='&#x6a;avascript:run()'", ' href="java\tscript:run()"',
    ' href="data:text/html,x"',
    ' src="data:image/svg+xml,x"', ' xlink:href="javascript:run()"', ' href="https://europa.eu"',
    ' class="eui-u-mt-l>"',
    ' start="99999"', ' data-list="bullet"', ' srcdoc="<script>run()</script>"', ' action="javascript:run()"',
    ' a="', " <",
)  # fmt: skip
_PIECES = (
    "[[", "]]", "]]]", "<!--", "-->", "<![CDATA[", "]]>", "<?xml version='1.0'?>", "<!DOCTYPE html>", "</",
    "<", ">", '">',
    "&#0;", "&#xD800;", "&#x110000;", "&lt;script&gt;", "&nbsp;", "&bogus;", "\ufeff", "\x00", "\x0c",
    "\u2028", "\ud800",
    "<br></br>", "<!--><img src=x onerror=run()>-->", "<svg><style><img src=x onerror=run()></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=run()>",
    "<noscript><p title='</noscript><img onerror=run()>'>",
)  # fmt: skip
_PROSE = (
    *HEADINGS, "Specific conditions ", "Additional documents:", "General conditions",
    "The deadline has been extended to ",
    "New deadline: ", "instead of ", "5 March 2026 ", "31/02/2026", "17:00 ", "Brussels time",
    "Number of proposals submitted",
    "Number of ineligible proposals: ", "12 proposals ", "1 234", "EUR 12,5 million", " | ",
    "SMP-COSME-2026-CLUSTER-01", "\n",
    "Call ", "closed on ", "respectively", ":", "as follows:", "not ",
)  # fmt: skip

_names = st.sampled_from(_TAGS)
_opening = st.builds(
    lambda name, more: f"<{name}{''.join(more)}>", _names, st.lists(st.sampled_from(_ATTRIBUTES), max_size=3)
)
_closing = _names.map(lambda name: f"</{name}>")
_characters = st.text(st.characters(codec=None), max_size=12)

hostile_html = st.lists(
    st.one_of(_opening, _closing, st.sampled_from(_PIECES), st.sampled_from(_PROSE), _characters), max_size=40
).map("".join)
hostile_text = st.lists(st.one_of(st.sampled_from(_PROSE), st.sampled_from(_PIECES), _characters), max_size=40).map(
    "".join
)


@st.composite
def damaged_pages(draw: st.DrawFn) -> str:
    """The portal's template, every word of it different, with tags, brackets and texts lost, doubled and swapped."""
    numbers = iter(range(1000))
    texts = [(heading, [_paragraph(draw, numbers) for _ in range(draw(st.integers(0, 3)))]) for heading in HEADINGS]
    parts = re.findall(r"<[^>]*>|[^<]+", page(texts))
    for _ in range(draw(st.integers(0, 8))):
        here, there = (draw(st.integers(0, len(parts) - 1)) for _ in range(2))
        damage = draw(st.sampled_from(["lose", "double", "swap", "bracket"]))
        if damage == "lose":
            parts[here] = ""
        elif damage == "double":
            parts[here] += parts[here]
        elif damage == "bracket":
            parts[here] += draw(st.sampled_from(["[[", "]]", "[[ a [[ b ]]", "]]]"]))
        else:
            parts[here], parts[there] = parts[there], parts[here]
    return "".join(parts)


def _paragraph(draw: st.DrawFn, numbers: Iterator[int]) -> str:
    written = " ".join(f"w{next(numbers)}" for _ in range(draw(st.integers(1, 4))))
    note = f"[[n{next(numbers)} m{next(numbers)}]]" if draw(st.booleans()) else ""
    shape = draw(
        st.sampled_from(["<p>{}</p>", "<ul><li>{}</li></ul>", "{}<br></br>", "<table><tr><td>{}</td></tr></table>"])
    )
    return shape.format(f"{written}.{note} v{next(numbers)}")


class Findings(HTMLParser):
    """What of a document could run, by another parser than the readers use."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Elements that run or load something, handlers, styles, and addresses that are no page's."""
        if tag in set("script style iframe object embed svg math template form base meta link img".split()):
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in {"style", "src", "srcdoc", "action", "xlink:href"}:
                self.found.append(name)
            if name == "href" and not (value or "").startswith(("https:", "http:", "mailto:")):
                self.found.append(f"{name}={value}")
