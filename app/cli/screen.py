"""``quorum screen``: which of many organisations could take part in which calls."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.terminal import AsJson, database, opened, read_settings
from rules.codes import Role

if TYPE_CHECKING:
    from sqlmodel import Session

    from app.services.catalogue.schemas import TopicPublic
    from app.services.eligibility.screening import Screened
    from app.settings import Settings
    from rules.facts import Organisation

Topics = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="TOPIC", help="Identifiers, in any letter case; without one all that are open or forthcoming."
    ),
]
Organisations = Annotated[
    str | None,
    typer.Option(
        metavar="FILE", help="Organisations, one a line in JSON, or - for what comes in; else the catalogue's."
    ),
]
InRole = Annotated[Role, typer.Option(help="The role in which they would take part.")]
AsOf = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As the law and the call stood on that day.")]


class Unknown(StrEnum):
    """What to do with an organisation about whose admission a question is open."""

    ASK = "ask"
    AVOID = "avoid"


OpenQuestions = Annotated[Unknown, typer.Option(help="Let in about whom a question is open, or not.")]


def screen(
    topics: Topics = None,
    *,
    organisations: Organisations = None,
    role: InRole = Role.BENEFICIARY,
    unknown: OpenQuestions = Unknown.ASK,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Tell for each topic how many organisations no condition on them alone bars from the role; with --json also which.

    What the consortium as a whole has to bring, and what the topic's own text asks for, is not looked at.
    """
    from app.db import reading
    from app.services.eligibility import screening

    settings, day = read_settings(), as_of.date() if as_of else None
    question = screening.Question(role=role, unknown=unknown.value, as_of=day)
    with database(settings) as engine, reading(engine) as session:
        pool = _pool(session, organisations)
        chosen = _topics(session, settings, topics, day)
        for answer in screening.screen(pool, chosen, settings, question):
            typer.echo(answer.model_dump_json() if as_json else _line(answer))


def _pool(session: "Session", file: str | None) -> "list[Organisation]":
    from app.services.eligibility import screening

    if file is None:
        return screening.of_the_catalogue(session)
    with opened(file) as lines:
        return screening.read_organisations(lines)


def _topics(
    session: "Session", settings: "Settings", identifiers: list[str] | None, day: date | None
) -> "list[TopicPublic]":
    from app.services.catalogue import listing
    from app.services.eligibility import screening

    if not identifiers:
        return screening.topics_ahead(session, settings, day)
    return [listing.get_topic(session, settings, identifier, day) for identifier in identifiers]


def _line(answer: "Screened") -> str:
    if answer.could_take_part is None:
        return f"{answer.topic}: not encoded. {answer.title}"
    return f"{answer.topic}: {answer.could_take_part} of {answer.of}. {answer.title}"
