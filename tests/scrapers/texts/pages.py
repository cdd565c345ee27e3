"""Conditions of topics in the portal's shapes, with texts of our own."""

from collections.abc import Iterable, Sequence
from html import escape

Sections = Sequence[tuple[str, Sequence[str]]]

HEADINGS = (
    "1. Admissibility Conditions: Proposal page limit and layout",
    "2. Eligible Countries",
    "3. Other Eligible Conditions",
    "4. Financial and operational capacity and exclusion",
    "5a. Evaluation and award: Award criteria, scoring and thresholds",
    "5b. Evaluation and award: Submission and evaluation processes",
    "5c. Evaluation and award: Indicative timeline for evaluation and grant agreement",
    "6. Legal and financial set-up of the grants",
)
KINDS = (
    "admissibility countries other_eligibility capacity_and_exclusion award_criteria evaluation_process timeline "
    "legal_and_financial"
).split()
DOCUMENTS = "Application and evaluation forms and model grant agreement (MGA):"


def page(
    sections: Sections,
    *,
    title: str = "General conditions",
    after: str = '<div class="eui-u-mt-s"><p>see the topic</p></div>',
    documents: Sections = ((DOCUMENTS, ("<p>a form</p>",)), ("Additional documents:", ("<p>a guide</p>",))),
) -> str:
    """The template, its odd opening tag included; what stands below a heading is HTML, a ``div`` each."""
    return (
        f'<div class="eui-u-mt-l>"><h4>{escape(title)}</h4>{"".join(map(section, *zip(*sections, strict=True)))}</div>'
        f'{after}<div class="eui-u-mt-l"><div class="eui-u-mt-s">\n</div>'
        f"{''.join(f'<h4>{escape(heading)}</h4> {below(html)}' for heading, html in documents)}</div>"
    )


def section(heading: str, html: Iterable[str]) -> str:
    """One section in its own ``div``."""
    return f"<div><h4>{escape(heading)}</h4>{below(html)}</div>"


def below(html: Iterable[str]) -> str:
    """What stands below a heading."""
    return "".join(f'<div class="eui-u-mt-s">{each}</div>' for each in html)


def stripped(html: str) -> str:
    """What somebody has left who took the tags out with the usual pattern: headings run into their text."""
    inside, kept = False, []
    for character in html:
        if character == "<":
            inside = True
        elif character == ">" and inside:
            inside = False
        elif not inside:
            kept.append(character)
    return "".join(kept)
