"""What is checked, and its address: the call, the day, the participants, and what is declared about the proposal."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from app.errors import Fault, Invalid, QuorumError
from app.operations.bounds import MAX_CHECK_BYTES
from app.services.strict_json import validated
from app.services.verdicts.requests import ParticipantRequest, VerdictRequest
from app.web.checking.partners import UnreadablePartner, read_partner, write_partner
from app.web.checking.values import read_value, write_value
from rules.facts import FactValue
from rules.language import _

FORM: Final = "1"
"""Which form participants have in the address."""

MOST_PARTNERS: Final = 60
LONGEST: Final = MAX_CHECK_BYTES - 200
"""Characters of the parameters; beside them an address may say what is looked for, or which participant is changed."""

FACT: Final = "fact."
PAGE: Final = "/check"


class TooMuch(Invalid):
    """More than an address can hold."""


@dataclass(frozen=True)
class CheckState:
    """What is checked. ``as_of`` is empty where the day of the visit counts."""

    topic: str = ""
    as_of: date | None = None
    partners: tuple[ParticipantRequest, ...] = ()
    facts: Mapping[str, FactValue] = field(default_factory=dict)

    @property
    def query(self) -> str:
        """The parameters of the address, always in the same order."""
        given = [
            *([("topic", self.topic)] if self.topic else []),
            *([("as_of", self.as_of.isoformat())] if self.as_of else []),
            *([("form", FORM)] if self.partners else []),
            *(("p", write_partner(one)) for one in self.partners),
            *((FACT + name, write_value(value)) for name, value in sorted(self.facts.items()) if value is not None),
        ]
        return urlencode(given, safe="*:,'~")

    def address(self, page: str = PAGE, **more: str) -> str:
        """The address of a page about this check."""
        query = "&".join(filter(None, (self.query, urlencode(more))))
        return f"{page}?{query}" if query else page

    @property
    def request(self) -> VerdictRequest:
        """The question, as programs ask it.

        Raises:
            Invalid: something in it cannot be.
        """
        asked: dict[str, Any] = {"topic": self.topic, "participants": list(self.partners), "facts": dict(self.facts)}
        return validated(VerdictRequest, asked | ({"as_of": self.as_of} if self.as_of else {}))

    def having(self, partners: Iterable[ParticipantRequest]) -> "CheckState":
        """The same with other participants.

        Raises:
            TooMuch: an address cannot hold them.
        """
        return bounded(replace(self, partners=tuple(partners)))

    def stating(self, facts: Mapping[str, FactValue]) -> "CheckState":
        """The same with other facts about the proposal.

        Raises:
            TooMuch: an address cannot hold them.
        """
        return bounded(replace(self, facts={name: value for name, value in facts.items() if value is not None}))


def bounded(state: CheckState) -> CheckState:
    """The state, if an address can hold it.

    Raises:
        TooMuch: it cannot.
    """
    if len(state.partners) > MOST_PARTNERS:
        raise TooMuch(
            _(
                "A check has at most {most} participants; these are {count}.",
                most=MOST_PARTNERS,
                count=len(state.partners),
            )
        )
    if len(state.query) > LONGEST:
        raise TooMuch(
            _(
                "The address of this check would have {length} characters, and {most} are the most that go through "
                "everywhere. State less about those who take part, or choose them from the catalogue.",
                length=len(state.query),
                most=LONGEST,
            )
        )
    return state


def read_query(query: str) -> CheckState:
    """The state of a query as forms carry it along.

    Raises:
        Invalid: ``errors`` says which parameter cannot be.
    """
    return read_state(parse_qsl(query, keep_blank_values=True))


def read_state(parameters: Sequence[tuple[str, str]]) -> CheckState:
    """The state of the parameters of an address; those that say something else are left to whoever asks for them.

    Raises:
        Invalid: ``errors`` says which parameter cannot be.
    """
    given = dict(parameters)
    if given.get("form", FORM) != FORM:
        raise _refused(
            "/form",
            _(
                "This address was made by another version: participants of form {form} cannot be read.",
                form=given["form"],
            ),
        )
    texts = [value for name, value in parameters if name == "p"]
    faults: list[Fault] = []
    partners = [one for number, text in enumerate(texts) if (one := _partner(text, number, faults))]
    if faults:
        raise Invalid(faults[0].detail, errors=faults)
    facts = {name.removeprefix(FACT): read_value(value) for name, value in parameters if name.startswith(FACT)}
    topic = given.get("topic", "").strip()
    return bounded(CheckState(topic=topic, as_of=_day(given.get("as_of", "")), partners=tuple(partners), facts=facts))


def _partner(text: str, number: int, faults: list[Fault]) -> ParticipantRequest | None:
    try:
        return read_partner(text)
    except (UnreadablePartner, QuorumError) as error:
        said = error.detail if isinstance(error, QuorumError) else str(error)
        faults.append(
            Fault(pointer=f"/p/{number}", detail=_("Participant {number}: {why}", number=number + 1, why=said))
        )
        return None


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise _refused("/as_of", _("A day is written as 2026-11-24.")) from error


def _refused(pointer: str, sentence: str) -> Invalid:
    return Invalid(sentence, errors=[Fault(pointer=pointer, detail=sentence)])
