"""Open questions as a short form: the same question about several participants is one group with a line for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.services.verdicts.open_facts import OpenFacts
from app.web.checking.answers import NONE
from app.web.checking.questions import Asked, asked_by
from app.web.presenters import words
from app.web.presenters.blocks import Option
from app.web.presenters.check_words import SIZES, kind_name
from app.web.presenters.words import Texts
from rules import rulebook
from rules.codes import BENEFICIARIES, Kind, SizeClass
from rules.language import N_, _
from rules.sentences.asking import THE_PROPOSAL
from rules.sentences.questions import question_about
from rules.sentences.words import Words
from rules.verdict import Judged, Verdict

OF_EACH: Final = Texts(
    {
        "legal_personality": N_("Does each of these have legal personality?"),
        "gender_equality_plan": N_("Will each of these have a gender equality plan when the grant is signed?"),
        "public_body": N_("Is each of these a public body?"),
        "non_profit": N_("Is each of these non-profit?"),
        "sme": N_("Is each of these an SME?"),
        "country": N_("In which country is each of these established?"),
        "kinds": N_("What kind of organisation is each of these?"),
        "size_class": N_("Is each of these an SME, a small mid-cap or larger?"),
        "controlled_from": N_("From which country is each of these ultimately controlled?"),
    }
)
HINTS: Final = {
    "country": N_("Code or name of the country"),
    "number": N_("A number, without separators between thousands"),
}
MANY: Final = 3
"""From so many on, all can be answered at once."""


@dataclass(frozen=True, slots=True)
class Item:
    """One field: about whom it is, and what can be chosen; without options it is typed in."""

    field: str
    number: str
    label: str
    sort: str
    options: tuple[Option, ...]
    hint: str
    error: str
    value: str


@dataclass(frozen=True, slots=True)
class Group:
    """One question, about one or several; ``key`` names what can be answered for all at once, if anything."""

    anchor: str
    legend: str
    titles: str
    items: tuple[Item, ...]
    key: str


@dataclass(frozen=True, slots=True)
class QuestionsView:
    """The form: what the verdict hangs on, what else is open, and what nobody can answer here."""

    deciding: tuple[Group, ...]
    others: tuple[Group, ...]
    elsewhere: tuple[str, ...]


def present_questions(
    found: OpenFacts, verdict: Verdict, errors: Mapping[str, str], given: Mapping[str, Sequence[str]]
) -> QuestionsView:
    """The questions of a verdict; ``given`` was put into fields before, ``errors`` is wrong with some of it."""
    asked = asked_by(found)
    labels = [one.organisation.label for one in found.participants.values()]
    telling = _Telling(found, {one.id: one for one in verdict.conditions}, labels, errors, given)
    answerable = [one for one in asked if one.field]
    groups: dict[tuple[bool, str], list[Asked]] = {}
    for one in answerable:
        together = one.fact if one.about is not None else f"{one.fact} of the proposal"
        groups.setdefault((one.decides, together), []).append(one)
    views = {key: telling.group(number, several) for number, (key, several) in enumerate(groups.items(), start=1)}
    return QuestionsView(
        deciding=tuple(view for (decides, _fact), view in views.items() if decides),
        others=tuple(view for (decides, _fact), view in views.items() if not decides),
        elsewhere=tuple(dict.fromkeys(telling.question(one) for one in asked if not one.field)),
    )


@dataclass(frozen=True)
class _Telling:
    found: OpenFacts
    conditions: Mapping[str, Judged]
    labels: Sequence[str]
    errors: Mapping[str, str]
    given: Mapping[str, Sequence[str]]

    @property
    def words(self) -> Words:
        return self.found.words

    def group(self, number: int, several: Sequence[Asked]) -> Group:
        first = several[0]
        titles = dict.fromkeys(self.conditions[one].title for each in several for one in each.conditions)
        each = first.fact in OF_EACH or first.fact.startswith("fact:")
        legend = self._of_each(first) if len(several) > 1 and each else self.question(first)
        at_once = first.sort == "yes_or_no" and len(several) >= MANY and first.field.startswith("org.")
        return Group(
            anchor=f"question-{number}",
            legend=legend,
            titles=" · ".join(title for title in titles if title != legend),
            items=tuple(self._item(one, alone=len(several) == 1) for one in several),
            key=first.fact if at_once else "",
        )

    def _of_each(self, asked: Asked) -> str:
        if asked.fact in OF_EACH:
            return OF_EACH[asked.fact]
        return _("Of each of these: {fact}", fact=self.words.fact(asked.fact.removeprefix("fact:")))

    def question(self, asked: Asked) -> str:
        """The question as a sentence."""
        name = THE_PROPOSAL if asked.about is None else self.labels[asked.about]
        if asked.fact in self.conditions:
            return self.conditions[asked.fact].question or self.conditions[asked.fact].title
        if asked.sort == "several" and asked.field.startswith("part."):
            return _("What part does {name} take in the project?", name=name)
        return question_about(asked.fact, name, self.words)

    def _item(self, asked: Asked, *, alone: bool) -> Item:
        given = tuple(self.given.get(asked.field, ()))
        return Item(
            field=asked.field,
            number="" if asked.about is None else str(asked.about),
            label="" if alone or asked.about is None else self.labels[asked.about],
            sort=asked.sort,
            options=tuple(Option(value, text, value in given) for value, text in self._options(asked)),
            hint=_(HINTS.get(asked.sort, "")),
            error=self.errors.get(asked.field, ""),
            value=given[0] if given else "",
        )

    def _options(self, asked: Asked) -> Sequence[tuple[str, str]]:
        nothing = ("", _("Not known"))
        match asked.sort:
            case "yes_or_no":
                return [("yes", _("Yes")), ("no", _("No")), nothing]
            case "kinds":
                return [nothing, *((kind.value, kind_name(kind)) for kind in Kind)]
            case "size":
                return [nothing, *((size.value, SIZES[size.value]) for size in SizeClass)]
            case "several":
                return [*self._several(asked), (NONE, _("None of these"))]
            case _:
                named = self._partners(asked) if asked.sort == "partner" else _in_words(asked.choices)
                return [nothing, *named] if named else ()

    def _partners(self, asked: Asked) -> Sequence[tuple[str, str]]:
        """Of who coordinates the number; of to whom somebody is affiliated the id."""
        listed = enumerate(self.found.participants.values())
        if asked.field == "lead":
            return [(str(number), self.labels[number]) for number, one in listed if one.role in BENEFICIARIES]
        return [(one.id, self.labels[number]) for number, one in listed if one.is_beneficiary and number != asked.about]

    def _several(self, asked: Asked) -> Sequence[tuple[str, str]]:
        if asked.field.startswith("part."):
            return [(one, self.words.sub_role(one)) for one in asked.choices]
        if asked.fact == "member_kinds":
            return [(kind.value, kind_name(kind)) for kind in Kind]
        if asked.fact == "registrations":
            known = rulebook.load().vocabulary.registrations
            return [(one, self.words.registration(one)) for one in known]
        return _in_words(asked.choices)


def _in_words(choices: Sequence[str]) -> Sequence[tuple[str, str]]:
    return [(one, words.in_words(one)) for one in choices]
