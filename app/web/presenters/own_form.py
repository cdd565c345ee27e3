"""The form in which somebody corrects what is known of a cluster, for their own tenant."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel

from app.errors import Fault
from app.services.catalogue.schemas import ClusterPublic
from app.services.own_clusters import OwnClusterPublic
from app.web.presenters.blocks import Problem
from app.web.presenters.cluster_facts import STATED
from rules.facts import Organisation
from rules.language import N_, _

TEXTS: Final = ("country", "nuts", "pic", "website", "size_class", "controlled_from")
"""Facts that are one word or none."""

LISTS: Final = ("ecosystems", "kinds")


class OwnForm(BaseModel):
    """The fields as they are typed; empty is not stated. ``seen`` is the version that was shown."""

    token: str = ""
    seen: str = ""
    of: str = ""
    name: str = ""
    city: str = ""
    country: str = ""
    nuts: str = ""
    pic: str = ""
    website: str = ""
    size_class: str = ""
    controlled_from: str = ""
    legal_personality: str = ""
    public_body: str = ""
    non_profit: str = ""
    gender_equality_plan: str = ""
    ecosystems: list[str] = []
    kinds: list[str] = []
    note: str = ""

    def document(self, known: Organisation | None) -> dict[str, Any]:
        """The request that the form makes; facts that it has no field for stay as they are known."""
        asked = {*TEXTS, *STATED, *LISTS}
        kept = (
            {} if known is None else known.model_dump(mode="json", exclude_unset=True, exclude={"id", "name", *asked})
        )
        texts = {name: getattr(self, name).strip() for name in TEXTS}
        stated = {name: getattr(self, name) == "yes" for name in STATED if getattr(self, name)}
        lists = {name: getattr(self, name) for name in LISTS if getattr(self, name)}
        return {
            "name": self.name.strip(),
            "city": self.city.strip() or None,
            "note": self.note.strip() or None,
            "facts": kept | {name: text for name, text in texts.items() if text} | stated | lists,
        }


def form_of_cluster(cluster: ClusterPublic) -> OwnForm:
    """The form as the catalogue knows a cluster; facts are those of who acts for it."""
    acts = cluster.managing_organisation
    facts = acts.facts() if acts else Organisation(id=cluster.id, country=cluster.country, nuts=cluster.nuts)
    filled = _filled(facts) | ({} if facts.ecosystems else {"ecosystems": list(cluster.ecosystems)})
    return OwnForm(of=cluster.id, name=cluster.name, city=cluster.city or "", **filled)


def form_of_own(own: OwnClusterPublic) -> OwnForm:
    """The form as a tenant has stated a cluster."""
    filled = _filled(own.organisation)
    return OwnForm(seen=str(own.version), name=own.name, city=own.city or "", note=own.note or "", **filled)


def _filled(facts: Organisation) -> dict[str, Any]:
    texts = {name: str(getattr(facts, name) or "") for name in TEXTS}
    stated = {name: {True: "yes", False: "no", None: ""}[getattr(facts, name)] for name in STATED}
    return texts | stated | {name: [str(one) for one in getattr(facts, name) or ()] for name in LISTS}


SHAPES: Final = {
    "name": N_("Say what the cluster is called, in at most 300 characters."),
    "pic": N_("A participant code has nine digits."),
    "nuts": N_("A region is written with the two letters of its country and up to three letters or digits."),
}
"""What is wrong with what does not even look like what it should be."""


def problems_of(faults: Sequence[Fault], sentence: str) -> tuple[Problem, ...]:
    """The faults of what was sent, at the fields they come from."""
    fields = ((_field(fault.pointer), fault.detail) for fault in faults)
    return tuple(Problem(field, _(SHAPES.get(field, detail))) for field, detail in fields) or (Problem("", sentence),)


def _field(pointer: str) -> str:
    """``/facts/ecosystems/0`` is about the first box of the ecosystems."""
    name = next((step for step in pointer.split("/") if step in OwnForm.model_fields), "")
    return f"{name}-1" if name in LISTS else name


def errors_by_field(problems: Sequence[Problem]) -> Mapping[str, str]:
    """What stands at each field."""
    return {problem.field: problem.text for problem in problems if problem.field}
