"""The questions that would settle open conditions: those about the proposal, and where the others are answered."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.exports import words
from app.exports.data_sheet.columns import OPEN, Column, entry_like, entry_of, fields_read
from app.exports.data_sheet.entries import Entry, Shown, YesOrNo
from rules.declared import Vocabulary
from rules.mentions import parts
from rules.requirements import Declared, Judgement, When
from rules.verdict import Judged, Verdict


@dataclass(frozen=True)
class Question:
    """One line. ``key`` is the name under which the answer stands among the facts of the proposal.

    Without a key the answer is a fact of a participant, or stands in a document: ``where`` says so.
    """

    question: str
    about: str
    title: str
    source: str
    condition: str
    where: str = ""
    key: str | None = None
    entry: Entry | None = None
    stated: Any = None

    @property
    def shown(self) -> Shown:
        """The answer that was given already."""
        return None if self.stated is None or self.entry is None else self.entry.show(self.stated)


def questions_of(
    verdict: Verdict,
    names: Mapping[str, str],
    facts: Mapping[str, Any],
    columns: Iterable[Column],
    vocabulary: Vocabulary,
) -> tuple[Question, ...]:
    """What is open, the conditions that decide first; then what was stated, so that it can be changed."""
    labels = {column.key: column.label for column in columns}
    asked: dict[tuple[str, str], Question] = {}
    still_open = [one for one in verdict.conditions if one.status in OPEN and one.question]
    for one in sorted(still_open, key=lambda one: one.force not in {"eligibility", "admissibility"}):
        for question in _asked_by(one, names, facts, labels, vocabulary):
            asked.setdefault((question.key, "") if question.key else (question.question, question.about), question)
    answerable = {question.key for question in asked.values()}
    stated = (_stated(name, value, verdict, vocabulary) for name, value in facts.items() if name not in answerable)
    return (*asked.values(), *stated)


def _asked_by(
    condition: Judged,
    names: Mapping[str, str],
    facts: Mapping[str, Any],
    labels: Mapping[str, str],
    vocabulary: Vocabulary,
) -> Iterator[Question]:
    about = names.get(condition.participant or "", condition.participant) or "the proposal"
    source, question = words.cited(condition.source), condition.question or condition.title
    keys = dict(_keys(condition, vocabulary))
    for key, entry in keys.items():
        said = _said(key, vocabulary) if len(keys) > 1 else question
        yield Question(said, about, condition.title, source, condition.id, "here", key, entry, facts.get(key))
    columns = [labels[field] for field in sorted(fields_read(condition)) if field in labels]
    if columns and not keys:
        where = f"sheet Data collection: {', '.join(columns)}"
        yield Question(question, about, condition.title, source, condition.id, where)
    elif not keys:
        yield Question(question, about, condition.title, source, condition.id, "read the document")


def _keys(condition: Judged, vocabulary: Vocabulary) -> Iterator[tuple[str, Entry]]:
    """Under which names the proposal can answer: an opinion under the condition's own id, a declared fact under its."""
    for part in parts(condition.requirement):
        match part:
            case Judgement():
                yield condition.id, YesOrNo()
            case Declared(fact=name, expected=expected):
                fact = vocabulary.facts.get(name)
                yield name, entry_of(fact) if fact else entry_like(expected)
            case When(declared=names) if names:
                known = vocabulary.facts
                yield from (
                    (name, entry_of(known[name]) if name in known else entry_like(value))
                    for name, value in names.items()
                )
            case _:
                pass


def _said(key: str, vocabulary: Vocabulary) -> str:
    fact = vocabulary.facts.get(key)
    said = fact.says if fact else key.replace("_", " ")
    return f"Is it so that {said}?" if fact and fact.type == "yes_or_no" else f"{said[0].upper()}{said[1:]}?"


def _stated(name: str, value: Any, verdict: Verdict, vocabulary: Vocabulary) -> Question:
    judged = next((one for one in verdict.conditions if one.id == name), None)
    fact = vocabulary.facts.get(name)
    entry = entry_of(fact) if fact else entry_like(value)
    said = (
        judged.requirement.question if judged and isinstance(judged.requirement, Judgement) else _said(name, vocabulary)
    )
    return Question(
        question=said,
        about="the proposal",
        title=judged.title if judged else "",
        source=words.cited(judged.source) if judged else "",
        condition=judged.id if judged else "",
        where="here",
        key=name,
        entry=entry,
        stated=value,
    )
