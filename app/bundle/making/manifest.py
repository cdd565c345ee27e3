"""Says what the bundle is."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from app.bundle.read import read_hosts
from app.bundle.records import BundledTopic, ClusterRow, Manifest, SourceNote
from app.clock import instant

AS_OF = date(2026, 11, 22)
EU_REUSE = "© European Union, reuse with attribution (Commission Decision 2011/833/EU)"
OWN = "EUPL-1.2, as the program"
STATEMENT = (
    "Demonstration data compiled by the project, not a register: facts of topics as the portal stated them in summer "
    "2026, and clusters from public pages and general knowledge, each with its evidence. Ingest the portal for the "
    "calls of today."
)
SOURCES = (
    SourceNote(
        what="topics: Funding & Tenders Portal search, as republished by MichelNivard/eu-grants-feed",
        url="https://github.com/MichelNivard/eu-grants-feed/blob/cc355a7/data/grants.json",
        retrieved="2026-08-22",
        licence=EU_REUSE,
    ),
    SourceNote(
        what="topics: Funding & Tenders Portal search, as republished by OscarSalgado/CordisData",
        url="https://github.com/OscarSalgado/CordisData",
        retrieved="2026-08-10",
        licence=EU_REUSE,
    ),
    SourceNote(
        what="topics: Funding & Tenders Portal, document of SMP-COSME-2024-CLUSTER-01",
        url="https://ec.europa.eu/info/funding-tenders/opportunities/data/topicDetails/smp-cosme-2024-cluster-01.json",
        retrieved="2026-09-13",
        licence=EU_REUSE,
    ),
    SourceNote(
        what="topics: closed calls from public pages named with each", url=None, retrieved="2026-11", licence=OWN
    ),
    SourceNote(what="clusters: compiled by the project", url=None, retrieved="2026-11", licence=OWN),
    SourceNote(
        what="clusters: coordinates of the city",
        url="https://www.geonames.org",
        retrieved="2026-11",
        licence="CC BY 4.0",
    ),
    SourceNote(
        what="clusters: names and PICs of participants in Horizon 2020 (CORDIS)",
        url="https://cordis.europa.eu",
        retrieved="2026-11",
        licence="CC BY 4.0",
    ),
)


def manifest(topics: Sequence[BundledTopic], clusters: Sequence[ClusterRow]) -> Manifest:
    """What the files hold, counted."""
    formalisations = Counter(cluster.formalisation for cluster in clusters)
    return Manifest(
        as_of=AS_OF,
        statement=STATEMENT,
        counts={
            "topics": len(topics),
            "topics_open_or_forthcoming": sum(is_running(topic) for topic in topics),
            "programmes": len({topic.programme for topic in topics}),
            "clusters": len(clusters),
            "clusters_without_legal_entity": formalisations["none"],
            "clusters_hosted": formalisations["hosted"],
            "organisations": formalisations["own"] + formalisations["unknown"] + len(read_hosts()),
        },
        programmes=dict(sorted(Counter(topic.programme for topic in topics).items())),
        sources=SOURCES,
    )


def is_running(topic: BundledTopic) -> bool:
    """Whether the last deadline has not passed on the day of the bundle."""
    last = max(deadline.at if deadline.hour_known else deadline.at + timedelta(days=1) for deadline in topic.deadlines)
    return last > instant(AS_OF)
