"""A filter in words.

A filter says several things about one organisation, and English has an order for them: what it is like (non-profit),
what it is (a university), how it is placed (established in Spain), then what holds either way or not at all, and what
is declared (where …). Other languages say first what it is, then what it is like, and put commas between.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

from rules.codes import COMMISSION_CODES, Flag, SizeClass
from rules.language import N_, _, either, in_english, join
from rules.requirements import NOT_ELIGIBLE, Filter
from rules.sentences.countries import country_name
from rules.sentences.words import TOPIC_CALLS_IT, Words, kind_name, role_name, said_once

FLAGS: Mapping[Flag, str] = {
    Flag.HU_PUBLIC_INTEREST_TRUST: N_("a Hungarian public-interest trust or maintained by one"),
    Flag.RESTRICTIVE_MEASURES: N_("subject to EU restrictive measures"),
    Flag.JRC: N_("the Joint Research Centre"),
    Flag.EUROPEAN_RESEARCH_ORGANISATION: N_("an international European research organisation"),
    Flag.EU_BODY: N_("a body created under Union law"),
    Flag.INTERNATIONAL_ORGANISATION: N_("an international organisation"),
    Flag.MAJORITY_RUSSIAN_OWNED: N_("owned for more than half from Russia"),
    Flag.CN_MIIT: N_("a Chinese university under the Ministry of Industry and Information Technology"),
    Flag.HIGH_RISK_SUPPLIER: N_("a high-risk supplier or controlled by one"),
    Flag.NON_GOVERNMENT_CONTROLLED_TERRITORY: N_(
        "established in a territory that Ukraine's government does not control"
    ),
    Flag.OUTERMOST_REGION: N_("in an outermost region"),
    Flag.OCT: N_("in an overseas country or territory"),
}
"""A flag as what follows "is"."""

SIZES: Mapping[SizeClass, str] = {
    SizeClass.SME: N_("an SME"),
    SizeClass.SMALL_MID_CAP: N_("a small mid-cap"),
    SizeClass.LARGE: N_("a large organisation"),
}
"""A size as what follows "is"."""

_LONG = (" and ", " or ", ", ", " where ", " not ", " neither ")
"""Words that make an alternative so long that the next one needs a comma, in English."""

_SHORT = 4
"""An alternative of more words is long, in other languages."""

_NOUNS = ("a ", "an ", "the ", "one ")


class Rank(IntEnum):
    """Where a clause stands among the others."""

    LIKE = 0
    NOUN = 1
    PLACED = 2
    EITHER = 3
    WHERE = 4


class Clause(NamedTuple):
    """One statement. ``options`` are the ways it may hold; ``verb``: it needs "that is" before it."""

    rank: Rank
    options: tuple[str, ...]
    verb: bool

    @property
    def said(self) -> str:
        """The options as one; long ones are kept apart by commas."""
        if not any(map(_is_long, self.options)):
            return either(self.options)
        said, *others = self.options
        for other in others:
            said = _("{said}, or {other}", said=said, other=other)
        return said

    @property
    def beside_others(self) -> str:
        """The same where other clauses stand beside it."""
        if len(self.options) == 1 or self.rank is Rank.NOUN:
            return self.said
        return _("either {options}", options=self.said)


def _is_long(option: str) -> bool:
    if in_english():
        return any(mark in f" {option}" for mark in _LONG)
    return ", " in option or len(option.split()) > _SHORT


@said_once
def describe(where: Filter, words: Words) -> str:
    """A filter as what follows "an organisation": established in an EU Member State."""
    clauses = _clauses(where, words)
    said = _composed(clauses)
    return _("that is {said}", said=said) if any(clause.verb for clause in clauses) else said or _("of any kind")


@said_once
def describe_each(where: Filter, words: Words) -> str:
    """A filter as what follows "three organisations"; begins with a space, or is empty for everyone."""
    clauses = _clauses(where, words)
    said = _composed(clauses)
    if any(clause.verb for clause in clauses):
        return ", " + _("each {said}", said=said)
    return f" {said}" if said else ""


@said_once
def predicate(where: Filter, words: Words) -> str:
    """A filter as what follows "is"; empty for everyone."""
    return _composed(_clauses(where, words))


@said_once
def is_noun(where: Filter, words: Words) -> bool:
    """Whether the predicate says what somebody is, and not only where or how."""
    return any(clause.verb for clause in _clauses(where, words))


def countries(place: str | tuple[str, ...], words: Words) -> str:
    """A dated group by its name, or the countries of a list."""
    return _(words.groups[place].one) if isinstance(place, str) else either(map(country_name, place))


def _composed(clauses: Sequence[Clause]) -> str:
    several = len(clauses) > 1

    def of(*ranks: Rank) -> list[str]:
        chosen = [clause for rank in ranks for clause in clauses if clause.rank is rank]
        return [clause.beside_others if several else clause.said for clause in chosen]

    plain = _in_a_row if in_english() else _listed
    said = ""
    for part in (plain(of(Rank.LIKE), of(Rank.NOUN), of(Rank.PLACED)), *of(Rank.EITHER)):
        said = _("{said}, and {other}", said=said, other=part) if said and part else said or part
    return " ".join(part for part in (said, join(of(Rank.WHERE))) if part)


def _in_a_row(like: Sequence[str], nouns: Sequence[str], placed: Sequence[str]) -> str:
    """As English puts it: a non-profit university established in Spain."""
    who = _with_adjectives(like, nouns)
    apart = ", " if any(mark in who for mark in (*_LONG, " that ", " as the ")) else " "
    apart = apart if nouns or not who else " and "
    return apart.join(part for part in (who, join(placed)) if part)


def _listed(like: Sequence[str], nouns: Sequence[str], placed: Sequence[str]) -> str:
    """As other languages do: a university, non-profit, established in Spain."""
    return ", ".join(part for part in (join(nouns), join(like), join(placed)) if part)


def _with_adjectives(adjectives: Sequence[str], nouns: Sequence[str]) -> str:
    """A non-profit university; where there is no one noun, all in a row."""
    if len(nouns) == len(adjectives) == 1 and nouns[0].startswith(("a ", "an ")) and " or " not in nouns[0]:
        return f"a {adjectives[0]} {nouns[0].partition(' ')[2]}"
    return join([*adjectives, *nouns])


@said_once
def _clauses(where: Filter, words: Words) -> list[Clause]:
    clauses = [_placed(said) for said in _about_places(where, words)]
    clauses += [*_about_the_entity(where, words), *_about_the_part_taken(where, words), *_about_what_it_is(where)]
    for part in where.all_of or ():
        clauses += _clauses(part, words)
    if where.any_of is not None:
        clauses.append(_any_of(where.any_of, words))
    if where.none_of is not None:
        clauses.append(_none_of(where.none_of, words))
    return clauses


def _noun(*options: str) -> Clause:
    return Clause(Rank.NOUN, options, verb=True)


def _placed(text: str) -> Clause:
    return Clause(Rank.PLACED, (text,), verb=False)


def _as_written(english: str, said: str | None = None) -> Clause:
    """What stands in a table, which may say what somebody is or how it is placed; its English tells."""
    text = _(english) if said is None else said
    return _noun(text) if english.startswith(_NOUNS) else _placed(text)


def _any_of(parts: Sequence[Filter], words: Words) -> Clause:
    """The ways it may hold; several filters that name a thing each are as one list of things."""
    inner = [_clauses(part, words) for part in parts]
    ranks = {clause.rank for clauses in inner for clause in clauses} if all(inner) else {Rank.EITHER}
    verb = bool(inner[0]) and any(clause.verb for clause in inner[0])
    if ranks == {Rank.NOUN} and all(len(clauses) == 1 for clauses in inner):
        return _noun(*dict.fromkeys(option for (clause,) in inner for option in clause.options))
    rank = ranks.pop() if len(ranks) == 1 and ranks != {Rank.WHERE} else Rank.EITHER
    return Clause(rank, tuple(_composed(clauses) or _("of any kind") for clauses in inner), verb)


def _none_of(inside: Filter, words: Words) -> Clause:
    clauses = _clauses(inside, words)
    if len(clauses) == 1 and clauses[0].options[1:]:
        return Clause(Rank.EITHER, (_neither(clauses[0].options),), clauses[0].verb)
    if len(clauses) == 1 and clauses[0].rank is Rank.PLACED:
        return Clause(Rank.PLACED, (_("not {said}", said=clauses[0].said),), verb=False)
    inside_out = _composed(clauses) or _("of any kind")
    said = _("not at once {said}", said=inside_out) if len(clauses) > 1 else _("not {said}", said=inside_out)
    return Clause(Rank.EITHER, (said,), verb=any(clause.verb for clause in clauses))


def _neither(options: Sequence[str]) -> str:
    if in_english():
        return "neither " + " nor ".join(options)
    return _("none of these: {options}", options=either(options))


def _about_places(where: Filter, words: Words) -> Iterator[str]:
    if where.country_in is not None and not _region_says_it(where, words):
        yield _("established in {place}", place=countries(where.country_in, words))
    if where.headquarters_in is not None:
        yield _("with headquarters in {place}", place=countries(where.headquarters_in, words))
    if where.controlled_from_in == NOT_ELIGIBLE:
        yield _("controlled from a country that is not eligible here")
    elif where.controlled_from_in is not None:
        yield _("controlled from {place}", place=countries(where.controlled_from_in, words))
    if where.region_in is not None:
        yield _("seated in {place}", place=either(map(words.region, where.region_in)))


def _region_says_it(where: Filter, words: Words) -> bool:
    """Whether the countries are just those of the regions beside them, all of which have names."""
    if any(region not in words.regions for region in where.region_in or ()):
        return False
    states = {COMMISSION_CODES.get(region[:2], region[:2]) for region in where.region_in or ()}
    return not isinstance(where.country_in, str) and set(where.country_in or ()) == states


def _about_what_it_is(where: Filter) -> Iterator[Clause]:
    if where.kind_in is not None:
        yield _noun(*map(kind_name, where.kind_in))
    if where.size_in is not None:
        yield _noun(*(_(SIZES[size]) for size in where.size_in))
    if where.non_profit is not None:
        yield Clause(Rank.LIKE, (_("non-profit") if where.non_profit else _("profit-making"),), verb=True)
    if where.public_body is not None:
        said = Clause(Rank.EITHER, (_("not a public body"),), verb=True)
        yield _noun(_("a public body")) if where.public_body else said


def _about_the_entity(where: Filter, words: Words) -> Iterator[Clause]:
    if where.member_kind_in is not None:
        yield _placed(_("with a member that is {kinds}", kinds=either(map(kind_name, where.member_kind_in))))
    if where.flag is not None:
        yield _as_written(FLAGS[where.flag])
    if where.registration is not None:
        yield _as_written(words.registrations.get(where.registration, ""), words.registration(where.registration))
    if where.legal_personality is not None:
        with_it = where.legal_personality
        yield _placed(_("with legal personality") if with_it else _("without legal personality"))
    if where.gender_equality_plan is not None:
        with_it = where.gender_equality_plan
        yield _placed(_("with a gender equality plan") if with_it else _("without a gender equality plan"))


def _about_the_part_taken(where: Filter, words: Words) -> Iterator[Clause]:
    if where.role_in is not None:
        yield _placed(_("in the role of {roles}", roles=either(role_name(role) for role in where.role_in)))
    if where.sub_role is not None:
        yield _as_written(words.sub_role_in_english(where.sub_role) or TOPIC_CALLS_IT, words.sub_role(where.sub_role))
    if where.fact is not None:
        facts = join(words.fact_said(name, value) for name, value in where.fact.items())
        yield Clause(Rank.WHERE, (_("where {facts}", facts=facts),), verb=False)
