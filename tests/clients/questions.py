"""What is asked for the fixtures. Organisations and calls that are not of the catalogue are made up."""

from dataclasses import dataclass, field
from typing import Any

from app.db.tables import JobState


@dataclass(frozen=True)
class Question:
    """One question: ``name`` of the fixture, the operation, and how it is asked.

    ``place`` fills the braces of the address, beside ids that were remembered before (``remember``); ``{{name}}``
    stands for such an id in a body. ``state``: the job ``job`` is put into it first.
    """

    name: str
    operation: str
    body: Any = None
    query: dict[str, str] = field(default_factory=dict)
    place: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    has_key: bool = False
    raw: str | None = None
    remember: str | None = None
    state: JobState | None = None


TOPIC, CLUSTER, ORGANISATION = "HORIZON-CL2-2027-01-HERITAGE-03", "fr-aerospace-valley", "fr-aerospace-valley"
JSON = {"content-type": "application/json"}
WAIT = {"prefer": "wait=60"}


def university(country: str) -> dict[str, Any]:
    return {
        "id": f"university-{country.lower()}",
        "name": f"Made-up University ({country})",
        "country": country,
        "kinds": ["university"],
        "legal_personality": True,
        "gender_equality_plan": True,
    }


def seats(*organisations: dict[str, Any]) -> list[dict[str, Any]]:
    roles = ["coordinator", *("beneficiary" for _ in organisations[1:])]
    return [{"organisation": one, "role": role} for one, role in zip(organisations, roles, strict=True)]


def call(programme: str, kind: str, year: int, deadline: str) -> dict[str, Any]:
    return {
        "identifier": f"MADE-UP-{year}-01",
        "programme": programme,
        "type_of_action": kind,
        "budget_year": year,
        "deadline": deadline,
    }


FRAMEWORK = call("H2020", "RIA", 2018, "2018-04-15")
THEN = "2018-03-01"
NOBODY_KNOWS = {"id": "newcomer", "name": "Made-up Newcomer"}
FR, DE, IT, ES, PL = (university(country) for country in ("FR", "DE", "IT", "ES", "PL"))


def verdict(name: str, asked: dict[str, Any], as_of: str, *organisations: dict[str, Any]) -> Question:
    return Question(f"verdict-{name}", "judge", {"call": asked, "participants": seats(*organisations), "as_of": as_of})


def proposal(**more: Any) -> dict[str, Any]:
    return {
        "call": FRAMEWORK,
        "as_of": THEN,
        "candidates": [FR, DE, IT, ES, PL],
        "size": {"min": 3, "max": 4},
        "alternatives": 1,
    } | more


QUESTIONS = [
    Question("topics", "list_topics", query={"status": "open", "limit": "2"}),
    Question("topics-sparse", "list_topics", query={"fields": "title,status,deadlines", "limit": "3"}),
    Question("topics-none", "list_topics", query={"q": "zzzz"}),
    Question("topic", "get_topic", place={"identifier": TOPIC}),
    Question("cascade-calls", "list_cascade_calls", query={"limit": "2"}),
    Question("changes", "list_changes", query={"limit": "3"}),
    Question("sources", "list_sources"),
    Question("organisations", "list_organisations", query={"country": "AT", "limit": "3"}),
    Question("organisation", "get_organisation", place={"organisation_id": ORGANISATION}),
    Question("organisation-projects", "projects_of_organisation", place={"organisation_id": ORGANISATION}),
    Question("organisation-partners", "partners_of_organisation", place={"organisation_id": ORGANISATION}),
    Question("clusters", "list_clusters", query={"country": "AT", "limit": "3"}),
    Question("cluster", "get_cluster", place={"cluster_id": CLUSTER}),
    Question("eligible-calls", "calls_of_cluster", query={"limit": "2"}, place={"cluster_id": CLUSTER}),
    Question("rules", "list_rules", query={"q": "gender equality plan"}),
    Question("rule", "get_rule", place={"rule_id": "h2020.legal-personality"}),
    Question("countries", "list_countries", query={"programme": "H2020", "as_of": THEN}),
    verdict("eligible", FRAMEWORK, THEN, FR, DE, IT),
    verdict("ineligible", FRAMEWORK, THEN, FR, DE),
    verdict("undetermined", FRAMEWORK, THEN, FR, DE, NOBODY_KNOWS),
    verdict(
        "eligible-on-condition",
        call("HORIZON", "HORIZON-RIA", 2025, "2025-09-01"), "2025-08-01", FR, DE, university("CH"),
    ),
    verdict("out-of-scope", call("INVESTEU", "INVESTEU-GUARANTEE", 2026, "2026-12-15"), "2026-11-22", FR),
    Question("proposal-optimal", "propose", proposal(), headers=WAIT),
    Question("proposal-infeasible", "propose", proposal(size={"min": 2, "max": 2}), headers=WAIT),
    Question(
        "trade-offs", "trade_offs", proposal(measures=["objective", "size"], points=3, alternatives=1), headers=WAIT
    ),
    Question("drill", "drill", proposal(members=seats(FR, DE, IT)), headers=WAIT),
    Question("me", "who_am_i", has_key=True),
    Question("key-created", "create_key", {"name": "A page", "scopes": ["jobs:run"]}, has_key=True, remember="key_id"),
    Question("keys", "list_keys", has_key=True),
    Question("key-revoked", "revoke_key", has_key=True),
    Question(
        "own-cluster", "create_own_cluster", {"name": "Made-up Cluster", "city": "Lyon", "facts": {"country": "FR"}},
        has_key=True, remember="cluster_id",
    ),
    Question("own-clusters", "list_own_clusters", has_key=True),
    Question("own-cluster-calls", "eligible_calls_of_own_cluster", query={"limit": "1"}, has_key=True),
    Question(
        "consortium", "create_consortium",
        {"title": "Made-up consortium", "call": call("HORIZON", "HORIZON-RIA", 2026, "2026-12-15"),
         "participants": seats(FR, DE, IT), "note": "Made-up note"},
        has_key=True, remember="consortium_id",
    ),
    Question("consortia", "list_consortia", has_key=True),
    Question("consortium-verdicts", "list_verdicts_of_consortium", has_key=True),
    Question(
        "approach", "create_approach", {"organisation": "at-automobil-cluster", "role": "beneficiary"},
        has_key=True, remember="approach_id",
    ),
    Question("approaches", "list_approaches", has_key=True),
    Question(
        "saved-question", "save_question",
        {"name": "What could we enter?", "question": {"kind": "eligible_calls", "organisation": CLUSTER}},
        has_key=True, remember="question_id",
    ),
    Question("saved-questions", "list_saved_questions", has_key=True),
    Question("alerts", "list_alerts", query={"limit": "3"}, has_key=True),
    Question(
        "webhook", "create_webhook", {"url": "https://hooks.example.eu/quorum", "events": ["job.finished"]},
        has_key=True, remember="webhook_id",
    ),
    Question("webhooks", "list_webhooks", has_key=True),
    Question("audit", "list_audit", query={"limit": "2"}, has_key=True),
    Question("problem-400-malformed", "judge", raw="{", headers=JSON),
    Question("problem-401-no-key", "who_am_i"),
    Question("problem-401-wrong-key", "list_rules", headers={"authorization": "Bearer qk_00000000_nothing"}),
    Question("problem-404-topic", "get_topic", place={"identifier": "NOTHING"}),
    Question("problem-404-job", "get_job", place={"job_id": "nothing"}),
    Question(
        "problem-412-changed", "replace_own_cluster", {"name": "Made-up Cluster"},
        has_key=True, headers={"if-match": '"99"'},
    ),
    Question("problem-413-large", "judge", raw=" " * (2**20 + 1), headers=JSON),
    Question("problem-415-no-json", "judge", raw="{}", headers={"content-type": "text/plain"}),
    Question("problem-422-body", "judge", {"topic": TOPIC, "participants": [], "wrong": 1}),
    Question("problem-422-parameter", "list_topics", query={"limit": "0", "wrong": "1"}),
    Question(
        "problem-422-organisation", "judge",
        {"topic": TOPIC, "participants": [{"organisation": "nobody-knows-it", "role": "coordinator"}]},
    ),
]  # fmt: skip

AFTER = [
    Question("job-queued", "propose", proposal(), has_key=True, remember="job"),
    Question("job-running", "get_job", place={"job_id": "{job}"}, has_key=True, state=JobState.RUNNING),
    Question("jobs", "list_jobs", has_key=True),
    Question("job-failed", "get_job", place={"job_id": "{job}"}, has_key=True, state=JobState.FAILED),
    Question("problem-409-over", "cancel_job", place={"job_id": "{job}"}, has_key=True),
    Question("job-to-cancel", "propose", proposal(seed=1), has_key=True, remember="job_id"),
    Question("job-cancelled", "cancel_job", has_key=True),
]
"""Asked where nobody works on jobs: they stay as they are."""
