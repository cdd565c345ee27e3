"""The page of a request that is being worked on, or that ended without an answer."""

from dataclasses import dataclass
from typing import Final

from app.web.presenters.addresses import topic_href
from app.web.presenters.blocks import Link, Page, Problem, Section

REFRESH_SECONDS: Final = 1

SENTENCES: Final = {
    "queued": "Waiting for a free worker. This page looks again by itself.",
    "running": "Searching among the candidates, then proving that none is better. This page looks again by itself.",
    "succeeded": "The answer is ready.",
    "failed": "The search broke off.",
    "cancelled": "The search was stopped.",
}
OVER: Final = ("succeeded", "failed", "cancelled")


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPage(Page):
    """Where a request stands; ``refresh_seconds`` is empty when there is nothing to wait for."""

    heading: str
    sentence: str
    percent: int | None
    refresh_seconds: int | None
    progress_href: str
    cancel_href: str | None
    again_href: str | None
    problems: tuple[Problem, ...]


def present_job(
    *, job_id: str, state: str, progress: float, topic_identifier: str, again_href: str, problem: str | None = None
) -> JobPage:
    """The page of a job that has no answer (yet)."""
    over = state in OVER
    address = f"/proposals/{job_id}"
    return JobPage(
        title=f"Consortia for {topic_identifier}: {state}",
        section=Section.TOPICS,
        address=address,
        crumbs=(Link("Calls", "/topics"), Link(topic_identifier, topic_href(topic_identifier))),
        heading=f"Consortia for {topic_identifier}",
        sentence=SENTENCES[state],
        percent=None if over else round(progress * 100),
        refresh_seconds=None if over else REFRESH_SECONDS,
        progress_href=f"{address}/progress",
        cancel_href=None if over else f"{address}/cancel",
        again_href=again_href if over and state != "succeeded" else None,
        problems=(Problem("", problem),) if problem else (),
    )
