"""The tools that an assistant is offered."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from app.mcp import catalogue, clusters, eligibility, law, proposing
from app.mcp.told import Told
from app.mcp.visiting import Visit


@dataclass(frozen=True)
class Tool:
    """A question: what it is called, what is asked, what is answered, and by which function."""

    title: str
    asked: type[BaseModel]
    told: type[Told]
    run: Callable[[Visit, Any], Told | Awaitable[Told]]
    changes: bool = False

    @property
    def name(self) -> str:
        """The name by which it is called."""
        return self.run.__name__

    @property
    def description(self) -> str:
        """What it does, and what its parameters mean."""
        return f"{self.run.__doc__}\n\n{self.asked.__doc__}"


TOOLS: Mapping[str, Tool] = {
    tool.name: tool
    for tool in (
        Tool("Search topics", catalogue.SearchTopics, catalogue.TopicsFound, catalogue.search_topics),
        Tool("One topic", catalogue.AskTopic, catalogue.TopicTold, catalogue.get_topic),
        Tool("Find clusters", clusters.FindClusters, clusters.ClustersFound, clusters.find_clusters),
        Tool("Eligible calls", eligibility.AskCalls, eligibility.CallsTold, eligibility.eligible_calls),
        Tool("Verdict", eligibility.AskVerdict, eligibility.VerdictTold, eligibility.judge),
        Tool("Find rules", law.FindRules, law.RulesFound, law.find_rules),
        Tool("One rule", law.AskRule, law.RuleTold, law.get_rule),
        Tool("Propose a consortium", proposing.AskProposal, proposing.JobTold, proposing.propose, changes=True),
        Tool("One job", proposing.AskJob, proposing.JobTold, proposing.get_job),
    )
}
