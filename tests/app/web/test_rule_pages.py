"""The pages of the law say what a lawyer asks: rule, calls, dates, rank, source, how sure, and the cases."""

import re
from collections import Counter
from html import unescape

import pytest
from fastapi.testclient import TestClient

from app.services.law.rule_cases import cases_of
from app.web.presenters.signs import CONDITIONS, RULE_CONFIDENCES
from rules import cases, rulebook
from rules.conditions import Confidence
from rules.requirements import Alternatives
from rules.rule import Rule
from tests.app.web.html import faults_of_page, read

BOOK = rulebook.load()


def links(html: str) -> list[str]:
    return [attributes["href"] or "" for tag, attributes in read(html).tags if tag == "a" and "href" in attributes]


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def section(html: str, anchor: str) -> str:
    """The section that a heading with this id names, in words."""
    found = re.search(rf'<section [^>]*aria-labelledby="{anchor}">.*?</section>', html, re.DOTALL)
    assert found, anchor
    return text(found[0])


def rule_links(html: str) -> Counter[str]:
    return Counter(href.removeprefix("/rules/") for href in links(html) if href.startswith("/rules/"))


def test_the_list_leads_to_every_rule_once(pages: TestClient) -> None:
    assert rule_links(pages.get("/rules").text) == Counter(rule.id for rule in BOOK.rules)


def test_the_list_is_grouped_by_programme_and_layer(pages: TestClient) -> None:
    anchors = set(read(pages.get("/rules").text).ids)
    for rule in BOOK.rules:
        code = rule.applies_to.programme.lower()
        assert {code, f"{code}-{rule.layer}"} <= anchors


def test_the_list_counts_how_sure_we_are_and_leads_to_each_mark(pages: TestClient) -> None:
    html = pages.get("/rules?programme=HORIZON").text
    counts = Counter(rule.source.confidence for rule in BOOK.rules if rule.applies_to.programme == "HORIZON")
    for confidence in Confidence:
        address = f"/rules?programme=HORIZON&confidence={confidence}"
        assert (address in links(html)) == bool(counts[confidence])
        if counts[confidence]:
            assert rule_links(pages.get(address).text).total() == counts[confidence]
    assert f"{counts[Confidence.SOURCED]} of {counts.total()} were read" in text(html)


def test_filters_stay_as_they_are_set(pages: TestClient) -> None:
    html = pages.get("/rules?layer=topic&force=eligibility&confidence=sourced&budget_year=2026&q=police").text
    chosen = {
        attributes["value"] for tag, attributes in read(html).tags if tag == "option" and "selected" in attributes
    }
    assert {"topic", "eligibility", "sourced", "2026"} <= chosen
    assert 'value="police"' in html


EXAMPLES = [
    "horizon.minimum-consortium",
    "horizon.coordinator",
    "horizon.topics.multi-actor-approach",
    "h2020.minimum-consortium",
]


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_rule_tells_its_source_its_dates_and_its_rank(pages: TestClient, name: str) -> None:
    rule, html = BOOK.rule(name), pages.get(f"/rules/{name}").text
    source = section(html, "source")
    for told in (rule.source.document, rule.source.article, rule.source.page):
        assert told is None or told in source
    assert RULE_CONFIDENCES[rule.source.confidence].word in source
    assert rule.source.url in links(html)
    assert str(rule.effective.from_.year) in section(html, "dates")
    assert rule.title in text(html)
    for note in (rule.cannot_check, rule.review):
        assert note is None or note in section(html, "asks")


@pytest.mark.parametrize("kind", sorted({rule.requirement.kind for rule in BOOK.rules}))
def test_a_rule_of_each_kind_has_a_page_that_parses_without_repair(pages: TestClient, kind: str) -> None:
    rule = next(rule for rule in BOOK.rules if rule.requirement.kind == kind)
    answer = pages.get(f"/rules/{rule.id}")
    assert answer.status_code == 200
    assert faults_of_page(answer.text) == []
    assert f"kind: {kind}" in text(answer.text)


def test_alternatives_are_told_one_by_one(pages: TestClient) -> None:
    rule = BOOK.rule("horizon.eic.transition-minimum")
    assert isinstance(rule.requirement, Alternatives)
    html = pages.get(f"/rules/{rule.id}").text
    asks = html[html.index('id="asks"') : html.index('id="scope"')]
    assert asks.count("<li>") == len(rule.requirement.of)


def test_the_machine_form_is_folded(pages: TestClient) -> None:
    html = pages.get("/rules/horizon.minimum-consortium").text
    form = re.search(r"<details([^>]*)><summary>The requirement in machine form", html)
    assert form is not None
    assert "open" not in form[1]


def changed() -> list[Rule]:
    """Rules that others replace or amend."""
    return [rule for rule in BOOK.rules if any(rule.id in other.of for other in BOOK.rules)]


@pytest.mark.parametrize("name", [rule.id for rule in changed()][:6])
def test_a_rule_leads_to_those_that_change_it_and_back(pages: TestClient, name: str) -> None:
    others = {rule.id for rule in BOOK.rules if name in rule.of}
    assert others <= set(rule_links(pages.get(f"/rules/{name}").text))
    for other in sorted(others)[:3]:
        assert name in rule_links(pages.get(f"/rules/{other}").text)


WITH_CASES = sorted({case.rule for case in cases.load() if case.rule})


@pytest.mark.parametrize("name", WITH_CASES[::25])
def test_each_case_stands_on_the_page_with_its_participants_and_what_the_engine_finds(
    pages: TestClient, name: str
) -> None:
    html = pages.get(f"/rules/{name}").text
    for index, case in enumerate(cases_of(name), start=1):
        article = re.search(rf'<article class="condition" id="case-{index}">.*?</article>', html, re.DOTALL)
        assert article, case.says
        told = text(article[0])
        assert case.says[1:] in told
        assert case.status == "absent" or CONDITIONS[case.status].word in told
        assert article[0].count("<tr><th scope=") - 1 == len(case.with_)
        assert article[0].count("<caption") == 1


def test_a_topic_of_a_rule_is_linked_where_the_catalogue_has_it(pages: TestClient) -> None:
    html = pages.get("/rules/horizon.topics.united-states-funded").text
    topics = [href for href in links(html) if href.startswith("/topics/")]
    assert topics
    assert all(pages.get(href).status_code == 200 for href in topics)
    named = BOOK.rule("horizon.topics.united-states-funded").applies_to.identifiers or ()
    assert all(one in text(html) for one in named)
    assert len(topics) < len(named)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_link_of_a_rule_leads_somewhere(pages: TestClient, name: str) -> None:
    for href in {href for href in links(pages.get(f"/rules/{name}").text) if href.startswith("/")}:
        assert pages.get(href).status_code == 200, href


def test_a_condition_of_a_topic_leads_to_its_rule_and_says_why_it_applies(pages: TestClient) -> None:
    html = pages.get("/topics/HORIZON-HLTH-2027-01-IND-01").text
    assert "horizon.minimum-consortium" in rule_links(html)
    condition = re.search(
        r'<article(?:(?!</article>).)*/rules/horizon\.minimum-consortium".*?</article>', html, re.DOTALL
    )
    assert condition is not None
    assert "budget years 2021 to 2027" in text(condition[0])
    assert all(pages.get(f"/rules/{name}").status_code == 200 for name in rule_links(html))


def test_a_condition_that_is_no_rule_leads_to_none(pages: TestClient) -> None:
    assert not rule_links(pages.get("/topics/SMP-COSME-2024-CLUSTER-01").text)


def test_a_topic_tells_which_defaults_it_changes_and_why(pages: TestClient) -> None:
    html = pages.get("/topics/HORIZON-HLTH-2027-01-IND-01").text
    changes = section(html, "replaced")
    default, by = (BOOK.rule(name) for name in ("horizon.eligible-for-funding", "horizon.topics.united-states-funded"))
    assert f"{default.title} is amended by {by.id}" in changes
    assert by.source.document in changes
    assert "amended for this topic" in text(html)


def test_a_topic_that_changes_no_default_says_nothing_of_it(pages: TestClient) -> None:
    assert 'id="replaced"' not in pages.get("/topics/I3-2026-INV1").text
