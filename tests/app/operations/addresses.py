"""An address of the bundled catalogue for each operation that everybody may read."""

from tests.app.asking import FRENCH_POLE, TOPIC

ADDRESSES = {
    "/v1/topics": "/v1/topics?limit=3",
    "/v1/topics/{identifier}": f"/v1/topics/{TOPIC}",
    "/v1/topics.csv": "/v1/topics.csv?limit=3",
    "/v1/topics.ics": "/v1/topics.ics?programme=HORIZON",
    "/v1/topic-deadlines.ics": f"/v1/topic-deadlines.ics?identifier={TOPIC}",
    "/v1/topic-history": f"/v1/topic-history?identifier={TOPIC}",
    "/v1/cascade-calls": "/v1/cascade-calls",
    "/v1/changes": "/v1/changes",
    "/v1/sources": "/v1/sources",
    "/v1/organisations": "/v1/organisations?limit=3",
    "/v1/organisations/{organisation_id}": f"/v1/organisations/{FRENCH_POLE}",
    "/v1/organisations/{organisation_id}/eligible-calls": f"/v1/organisations/{FRENCH_POLE}/eligible-calls?limit=2",
    "/v1/organisations/{organisation_id}/projects": f"/v1/organisations/{FRENCH_POLE}/projects",
    "/v1/organisations/{organisation_id}/partners": f"/v1/organisations/{FRENCH_POLE}/partners",
    "/v1/clusters": "/v1/clusters?limit=3",
    "/v1/clusters/{cluster_id}": f"/v1/clusters/{FRENCH_POLE}",
    "/v1/clusters/{cluster_id}/eligible-calls": f"/v1/clusters/{FRENCH_POLE}/eligible-calls?limit=2",
    "/v1/rules": "/v1/rules",
    "/v1/rules/{rule_id}": "/v1/rules/horizon.minimum-consortium",
    "/v1/countries": "/v1/countries",
}
NOT_IN_BUNDLE = {"/v1/cascade-calls/{reference}"}
"""What has no example in the bundled catalogue."""
