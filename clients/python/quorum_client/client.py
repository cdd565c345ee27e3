"""The client: what most programs ask has a method with types; `ask` reaches everything else."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Literal, Self, cast
from urllib.parse import quote

import httpx

from quorum_client import jobs
from quorum_client.models import (
    AskerPublic,
    ClusterPublic,
    CountryPublic,
    DrillAnswer,
    DrillRequest,
    EligibleCall,
    JobPublic,
    OrganisationPublic,
    OwnClusterPublic,
    OwnClusterRequest,
    ProposalAnswer,
    ProposalRequest,
    RulePublic,
    RulesPublic,
    TopicDetails,
    TradeOffsAnswer,
    TradeOffsRequest,
    Verdict,
    VerdictRequest,
    WholeTopic,
)
from quorum_client.problems import ProblemError, problem_of

Filters = str | int | bool | None
Kind = Literal["clusters", "organisations"]


class Quorum:
    """Asks a service. Reading needs no ``key``; one that is given (``qk_…``) goes with every request.

    Lists are iterators over as many pages as are taken; filters are those of the description, and ``limit`` is how
    many items are asked for at a time. A refusal is raised as `ProblemError`.
    """

    def __init__(
        self, base_url: str, key: str | None = None, *, timeout_seconds: float = 30, client: httpx.Client | None = None
    ) -> None:
        shown = {} if key is None else {"authorization": f"Bearer {key}"}
        self._client = client or httpx.Client(base_url=base_url, headers=shown, timeout=timeout_seconds)

    def __enter__(self) -> Self:
        """Itself; its connections are closed at the end."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        query: Mapping[str, Filters] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Any operation of the description. Filters that are ``None`` are left out.

        Raises:
            ProblemError: the service refused.
        """
        given = {name: value for name, value in (query or {}).items() if value is not None}
        response = self._client.request(method, path, params=given, headers=headers, json=body)
        if response.status_code >= 400:
            raise problem_of(response)
        return response

    def items(self, path: str, **filters: Filters) -> Iterator[Any]:
        """Every item of the list at an address, page by page as they are wanted."""
        cursor: str | None = None
        while True:
            page = self.ask("GET", path, query={**filters, "cursor": cursor}).json()
            yield from page["items"]
            cursor = page["next"]
            if cursor is None:
                return

    def topics(self, **filters: Filters) -> Iterator[TopicDetails]:
        """Topics: open ones first, then forthcoming, then closed."""
        return self.items("/v1/topics", **filters)

    def topic(self, identifier: str, as_of: str | None = None) -> WholeTopic:
        """One topic with its conditions and texts."""
        return cast(WholeTopic, self._read(f"/v1/topics/{quote(identifier)}", as_of=as_of))

    def clusters(self, **filters: Filters) -> Iterator[ClusterPublic]:
        """Clusters, by id."""
        return self.items("/v1/clusters", **filters)

    def organisations(self, **filters: Filters) -> Iterator[OrganisationPublic]:
        """Organisations, by id."""
        return self.items("/v1/organisations", **filters)

    def eligible_calls(self, of: str, kind: Kind = "clusters", **filters: Filters) -> Iterator[EligibleCall]:
        """Open and forthcoming calls that a cluster or organisation could enter."""
        return self.items(f"/v1/{kind}/{_step(of)}/eligible-calls", **filters)

    def rules(self, **filters: Filters) -> RulesPublic:
        """The rulebook, narrowed."""
        return cast(RulesPublic, self._read("/v1/rules", **filters))

    def rule(self, rule_id: str) -> RulePublic:
        """One rule, with the cases that test it."""
        return cast(RulePublic, self._read(f"/v1/rules/{_step(rule_id)}"))

    def countries(self, **filters: Filters) -> Sequence[CountryPublic]:
        """Every country, and how it stands."""
        return cast(Sequence[CountryPublic], self._read("/v1/countries", **filters))

    def me(self) -> AskerPublic:
        """The tenant of the key, and what it may do."""
        return cast(AskerPublic, self._read("/v1/me"))

    def own_clusters(self, **filters: Filters) -> Iterator[OwnClusterPublic]:
        """The tenant's own clusters, the newest first."""
        return self.items("/v1/own/clusters", **filters)

    def create_own_cluster(self, request: OwnClusterRequest) -> OwnClusterPublic:
        """Keep a cluster that only the tenant sees."""
        return cast(OwnClusterPublic, self.ask("POST", "/v1/own/clusters", request).json())

    def judge(self, request: VerdictRequest) -> Verdict:
        """May these participants apply?"""
        return cast(Verdict, self.ask("POST", "/v1/verdicts", request).json())

    def job(self, job_id: str) -> JobPublic:
        """How a job stands."""
        return cast(JobPublic, self._read(f"/v1/jobs/{_step(job_id)}"))

    def cancel(self, job_id: str) -> JobPublic:
        """Stop a job."""
        return cast(JobPublic, self.ask("DELETE", f"/v1/jobs/{_step(job_id)}").json())

    def changes_of(self, job_id: str, *, seconds: float = 300, every_seconds: float = 0.5) -> Iterator[JobPublic]:
        """The job each time that it has changed, until it is over.

        Raises:
            NotOver: it is not over after so many seconds.
        """
        path = f"/v1/jobs/{_step(job_id)}"

        def look(known: JobPublic | None) -> JobPublic | None:
            headers = {} if known is None else {"if-none-match": f'"{known["version"]}"'}
            response = self.ask("GET", path, headers=headers)
            return None if response.status_code == 304 else cast(JobPublic, response.json())

        return jobs.changes(look, seconds, every_seconds)

    def wait_for(self, job_id: str, *, seconds: float = 300, every_seconds: float = 0.5) -> JobPublic:
        """The job when it is over, whatever came of it.

        Raises:
            NotOver: it is not over after so many seconds.
        """
        *_, last = self.changes_of(job_id, seconds=seconds, every_seconds=every_seconds)
        return last

    def start(
        self, request: ProposalRequest | TradeOffsRequest | DrillRequest, of: str = "", idempotency_key: str = ""
    ) -> JobPublic:
        """Put a question into the queue; ``of`` is ``trade-offs`` or ``drill``, or nothing for a proposal."""
        headers = {"idempotency-key": idempotency_key or str(uuid.uuid4())}
        response = self.ask("POST", f"/v1/proposals/{of}".rstrip("/"), request, headers=headers)
        return cast(JobPublic, response.json()) if response.status_code == 202 else self.job(_job_id(response))

    def propose(self, request: ProposalRequest, *, seconds: float = 300) -> ProposalAnswer:
        """The best consortium for a call, waited for.

        Raises:
            ProblemError: the service refused, or the job failed.
            JobCancelled: somebody stopped it.
            NotOver: it is not over after so many seconds.
        """
        return cast(ProposalAnswer, self._answer(self.start(request), seconds))

    def trade_offs(self, request: TradeOffsRequest, *, seconds: float = 300) -> TradeOffsAnswer:
        """What one more of this costs of that. Raises what `propose` raises."""
        return cast(TradeOffsAnswer, self._answer(self.start(request, "trade-offs"), seconds))

    def drill(self, request: DrillRequest, *, seconds: float = 300) -> DrillAnswer:
        """Who must not drop out, and who could take the place of each. Raises what `propose` raises."""
        return cast(DrillAnswer, self._answer(self.start(request, "drill"), seconds))

    def _answer(self, job: JobPublic, seconds: float) -> Any:
        done = job if jobs.is_over(job) else self.wait_for(job["id"], seconds=seconds)
        if done["error"] is not None:
            raise ProblemError(done["error"])
        if done["result"] is None:
            raise jobs.JobCancelled(done)
        return done["result"]

    def _read(self, path: str, **filters: Filters) -> Any:
        return self.ask("GET", path, query=filters).json()


def _step(text: str) -> str:
    """A name as one step of an address."""
    return quote(text, safe="")


def _job_id(response: httpx.Response) -> str:
    return str(response.headers["location"]).rpartition("/")[2]
