"""The pictures of a proposal say what is known, in a drawing and in a table of the same facts."""

from decimal import Decimal
from math import hypot

from app.services.proposals.backgrounds import Background, Brought, Tie
from app.web.presenters.coverage import Column, present_coverage
from app.web.presenters.money_bars import Paid, percent, present_money
from app.web.presenters.network import WIDEST, present_network

BROUGHT = {
    "a": Brought(["Textile", "Digital"], {"weaving": 2}),
    "b": Brought(["Textile"], {}),
    "c": Brought([], {}),
}
NAMES = {"a": "Alpha", "b": "Beta", "c": "Gamma"}


def background(*, ties: tuple[Tie, ...] = (), knows_projects: bool = True, wished: bool = False) -> Background:
    return Background(
        brought=BROUGHT,
        wanted=["Health", "Textile"],
        is_wished=wished,
        competences=["weaving"] if wished else [],
        ties=ties,
        knows_projects=knows_projects,
    )


def test_what_is_wanted_stands_first_and_a_dot_stands_where_it_is_brought() -> None:
    columns = [Column("1", "Alpha"), Column("2", "Beta"), Column("3", "Gamma")]
    groups = {"1": ["a"], "2": ["b"], "3": ["c"]}
    view = present_coverage(groups, columns, background(), prefix="x", title="T")
    assert [row.name for row in view.rows] == ["Health", "Textile", "Digital", "weaving"]
    assert [row.is_wanted for row in view.rows] == [True, True, False, False]
    assert [row.cells for row in view.rows][:2] == [("", "", ""), ("yes", "yes", "")]
    assert len(view.dots) == 4
    assert len({dot.x for dot in view.dots}) == 2
    assert all(dot.x < view.width and dot.y < view.height for dot in view.dots)
    assert "Health" in view.missing


def test_for_whole_proposals_it_says_how_many_bring_it() -> None:
    view = present_coverage(
        {"1": ["a", "b"], "2": ["c"]}, [Column("1", "P1"), Column("2", "P2")], background(), prefix="x", title="T"
    )
    textile = next(row for row in view.rows if row.name == "Textile")
    assert textile.cells == ("2", "")
    assert {dot.text for dot in view.dots} == {"1", "2"}


def test_a_competence_that_was_wished_for_is_wanted() -> None:
    view = present_coverage({"1": ["b"]}, [Column("1", "Beta")], background(wished=True), prefix="x", title="T")
    assert next(row for row in view.rows if row.name == "weaving").is_wanted
    assert "weaving" in view.missing


def test_a_line_joins_those_who_have_worked_together_and_is_wider_with_more_projects() -> None:
    view = present_network(NAMES, background(ties=(Tie("a", "b", 1), Tie("b", "c", 30))), prefix="x")
    assert [(edge.first.name, edge.second.name, edge.projects) for edge in view.edges] == [
        ("Alpha", "Beta", 1),
        ("Beta", "Gamma", 30),
    ]
    assert view.edges[0].width < view.edges[1].width == WIDEST
    assert [node.number for node in view.nodes if node.lead] == [1]
    assert all(0 < node.x < view.width and 0 < node.y < view.height for node in view.nodes)
    assert len({(node.x, node.y) for node in view.nodes}) == 3


def test_without_projects_nothing_is_known_and_without_ties_nobody_has_met() -> None:
    unknown = present_network(NAMES, background(knows_projects=False), prefix="x")
    strangers = present_network(NAMES, background(), prefix="x")
    assert unknown.edges == strangers.edges == ()
    assert unknown.sentence != strangers.sentence


def test_many_members_get_a_larger_circle_so_that_none_covers_another() -> None:
    view = present_network({str(number): f"N{number}" for number in range(60)}, background(), prefix="x")
    first, second = view.nodes[:2]
    assert hypot(first.x - second.x, first.y - second.y) > 34


def test_ties_with_others_are_not_drawn() -> None:
    assert present_network({"a": "Alpha"}, background(ties=(Tie("a", "b", 1),)), prefix="x").edges == ()


def test_a_bar_is_as_long_as_the_amount_is_large() -> None:
    view = present_money(
        [Paid(1, "Alpha", "France", Decimal(300), lead=True), Paid(2, "Beta", "Italy", Decimal(100), lead=False)],
        prefix="x",
    )
    assert view is not None
    assert view.bars[0].length == 3 * view.bars[1].length or abs(view.bars[0].length - 3 * view.bars[1].length) < 0.5
    assert [bar.share for bar in view.bars] == ["75%", "25%"]
    assert view.total == "€400"


def test_without_money_there_are_no_bars_and_nothing_for_all_is_no_division() -> None:
    assert present_money([], prefix="x") is None
    view = present_money([Paid(1, "Alpha", "France", Decimal(0), lead=True)], prefix="x")
    assert view is not None
    assert view.bars[0].length == 0
    assert percent(Decimal("0.125")) == "12.5%"
