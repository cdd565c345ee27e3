"""The page of a request that is being worked on, or that ended without an answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.services.jobs import JobPublic
from app.web.presenters import words
from app.web.presenters.addresses import topic_href
from app.web.presenters.blocks import Link, Page, Problem, Section
from app.web.presenters.propose_state import Field
from rules.language import N_, _, ngettext

REFRESH_SECONDS: Final = 1

SENTENCES: Final = words.Texts(
    {
        "queued": N_("Waiting for a free worker. This page looks again by itself."),
        "running": N_(
            "Searching among the candidates, then proving that none is better. This page looks again by itself."
        ),
        "succeeded": N_("The answer is ready."),
        "failed": N_("The search broke off."),
        "cancelled": N_("The search was stopped. Nothing of it was kept."),
    }
)
STATES: Final = words.Texts(
    {
        "queued": N_("waiting"),
        "running": N_("searching"),
        "succeeded": N_("ready"),
        "failed": N_("broke off"),
        "cancelled": N_("stopped"),
    }
)
OVER: Final = ("succeeded", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class Errand:
    """What a job works on, as its page tells it: for which call, what it is, and how it is asked once more."""

    topic_identifier: str
    heading: str
    again_href: str
    again: tuple[Field, ...]
    seconds_allowed: float
    query: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPage(Page):
    """Where a request stands; ``refresh_seconds`` is empty when there is nothing to wait for."""

    heading: str
    sentence: str
    elapsed: str
    percent: int | None
    refresh_seconds: int | None
    progress_href: str
    cancel_href: str | None
    again_href: str | None
    again: tuple[Field, ...]
    problems: tuple[Problem, ...]


def present_job(job: JobPublic, errand: Errand, now: datetime) -> JobPage:
    """The page of a job that has no answer (yet)."""
    over = job.state in OVER
    without_answer = over and job.state != "succeeded"
    identifier = errand.topic_identifier
    address = f"/proposals/{job.id}"
    return JobPage(
        title=_("{what}: {state}", what=errand.heading, state=STATES[job.state]),
        section=Section.TOPICS,
        address=address + errand.query,
        crumbs=(Link(_("Calls"), "/topics"), Link(identifier, topic_href(identifier))),
        heading=errand.heading,
        sentence=SENTENCES[job.state],
        elapsed=_elapsed(job, errand, now),
        percent=None if over else round(job.progress * 100),
        refresh_seconds=None if over else REFRESH_SECONDS,
        progress_href=f"{address}/progress{errand.query}",
        cancel_href=None if over else f"{address}/cancel{errand.query}",
        again_href=errand.again_href if without_answer else None,
        again=errand.again if without_answer else (),
        problems=(Problem("", job.error.detail),) if job.error else (),
    )


def _elapsed(job: JobPublic, errand: Errand, now: datetime) -> str:
    """How long it has waited or been at work, and how long it may be."""
    begun = job.started_at or job.created_at
    seconds = max(0, round(((job.finished_at or now) - begun).total_seconds()))
    if job.finished_at is not None:
        return ngettext("It ended after {number} second.", "It ended after {number} seconds.", seconds)
    if job.started_at is None:
        return ngettext("Waiting for {number} second.", "Waiting for {number} seconds.", seconds)
    return ngettext(
        "Searching for {number} second; the search may take {most} seconds, and the verdicts a few more.",
        "Searching for {number} seconds; the search may take {most} seconds, and the verdicts a few more.",
        seconds,
        most=words.number(errand.seconds_allowed),
    )
