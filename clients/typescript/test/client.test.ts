/** The client against a running service: QUORUM_URL says where, QUORUM_KEY is a key that may do everything of a tenant. */

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { isOver, type Job, ProblemError, Quorum, type Schemas } from "../src/index.js";

const TOPIC = "HORIZON-CL2-2027-01-HERITAGE-03";
const CLUSTER = "fr-aerospace-valley";
const SMALL: Schemas["ProposalRequest"] = { topic: TOPIC, lead: CLUSTER, size: { min: 3, max: 3 }, alternatives: 1 };

const baseUrl = process.env["QUORUM_URL"] ?? "";
const key = process.env["QUORUM_KEY"] ?? "";
const everybody = new Quorum({ baseUrl });
const tenant = new Quorum({ baseUrl, key });

before(() => assert.ok(baseUrl && key, "run by make test, or with QUORUM_URL and QUORUM_KEY"));

async function problemOf(asked: Promise<unknown>): Promise<ProblemError> {
  const error = await asked.then(
    () => assert.fail("it was answered"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ProblemError, String(error));
  return error;
}

test("a list is walked over its pages, each item once", async () => {
  const seen: string[] = [];
  for await (const topic of everybody.items("/v1/topics", { query: { status: "open", limit: 4 } })) {
    seen.push(topic.identifier);
    if (seen.length === 10) break;
  }
  assert.equal(new Set(seen).size, 10);
});

test("a list ends", async () => {
  let found = 0;
  for await (const cluster of everybody.items("/v1/clusters", { query: { country: "AT", limit: 2 } })) {
    assert.equal("country" in cluster ? cluster.country : undefined, "AT");
    found += 1;
  }
  assert.ok(found > 2);
});

test("a list of something is asked for by its place", async () => {
  for await (const call of everybody.items("/v1/clusters/{cluster_id}/eligible-calls", {
    path: { cluster_id: CLUSTER },
    query: { limit: 1 },
  })) {
    assert.ok(call.topic.identifier);
    return;
  }
  assert.fail("there is no call");
});

test("one topic, with its conditions", async () => {
  const { data } = await everybody.api.GET("/v1/topics/{identifier}", { params: { path: { identifier: TOPIC } } });
  assert.equal(data?.identifier, TOPIC);
  assert.ok(data.conditions.length > 0);
});

test("a verdict, with what is not met", async () => {
  const verdict = await everybody.judge({
    topic: TOPIC,
    participants: [{ organisation: CLUSTER, role: "coordinator" }],
  });
  assert.equal(verdict.status, "ineligible");
  assert.ok(verdict.conditions.some((condition) => condition.status === "not_met" && condition.missing));
});

test("what is not there is a problem", async () => {
  const path = { identifier: "NOTHING" };
  const error = await problemOf(everybody.api.GET("/v1/topics/{identifier}", { params: { path } }));
  assert.equal(error.status, 404);
  assert.equal(error.slug, "not-found");
});

test("a fault of a request is pointed at", async () => {
  const participants = [{ organisation: "nobody-knows-it", role: "coordinator" as const }];
  const error = await problemOf(everybody.judge({ topic: TOPIC, participants }));
  assert.equal(error.status, 422);
  assert.equal(error.at("/participants/0/organisation").length, 1);
  assert.deepEqual(error.at("/topic"), []);
});

test("without a key, what is private is refused; with one that is not good, everything is", async () => {
  assert.equal((await problemOf(everybody.api.GET("/v1/me"))).status, 401);
  const stranger = new Quorum({ baseUrl, key: "qk_00000000_nothing" });
  assert.equal((await problemOf(stranger.api.GET("/v1/rules"))).status, 401);
});

test("a cluster of one's own is kept, found and forgotten", async () => {
  const body = { name: "Robot gardens", facts: { country: "FR" } };
  const { data: made } = await tenant.api.POST("/v1/own/clusters", { body });
  assert.ok(made);
  const own: string[] = [];
  for await (const cluster of tenant.items("/v1/own/clusters", { query: { limit: 1 } })) own.push(cluster.id);
  assert.ok(own.includes(made.id));
  const path = { cluster_id: made.id };
  assert.equal((await problemOf(everybody.api.GET("/v1/own/clusters/{cluster_id}", { params: { path } }))).status, 401);
  await tenant.api.DELETE("/v1/own/clusters/{cluster_id}", { params: { path } });
  assert.equal((await problemOf(tenant.api.GET("/v1/own/clusters/{cluster_id}", { params: { path } }))).status, 404);
});

for (const by of ["events", "asking"] as const) {
  test(`a proposal is waited for by ${by}`, async () => {
    const states: Job["state"][] = [];
    const answer = await tenant.propose(SMALL, { by, everyMs: 100, onChange: (job) => states.push(job.state) });
    assert.equal(answer.status, "optimal");
    assert.equal(answer.proposals[0]?.participants.length, 3);
    assert.equal(states.at(-1), "succeeded");
  });
}

test("the same request is not worked out twice", async () => {
  const header = { "idempotency-key": "one-request-of-a-test" };
  const ask = () => tenant.api.POST("/v1/proposals", { body: SMALL, params: { header } });
  const places = [(await ask()).response.headers.get("location"), (await ask()).response.headers.get("location")];
  assert.ok(places[0]);
  assert.equal(places[0], places[1]);
});

test("waiting can be called off, and the job stopped", async () => {
  const { data } = await tenant.api.POST("/v1/proposals", { body: { ...SMALL, seed: 7, survive_dropout: true } });
  assert.ok(data && "id" in data);
  for (const by of ["events", "asking"] as const) {
    const signal = AbortSignal.timeout(50);
    const job = await tenant.waitForJob(data.id, { by, signal, everyMs: 20 }).catch((reason: unknown) => reason);
    assert.ok(signal.aborted ? job instanceof Error : isOver(job as Job), String(job));
  }
  await tenant.api.DELETE("/v1/jobs/{job_id}", { params: { path: { job_id: data.id } } }).catch((error: unknown) => {
    assert.ok(error instanceof ProblemError && error.status === 409, String(error)); // it was over before
  });
  assert.ok(isOver(await tenant.waitForJob(data.id, { everyMs: 50 })));
});

test("a job that is not there is a problem, however it is waited for", async () => {
  for (const by of ["events", "asking"] as const) {
    assert.equal((await problemOf(everybody.waitForJob("nothing", { by }))).status, 404);
  }
});

test("an answer that is not the service's is a problem too", async () => {
  const proxy = new Quorum({ baseUrl, fetch: async () => new Response("Bad gateway", { status: 502 }) });
  const error = await problemOf(proxy.api.GET("/v1/rules"));
  assert.equal(error.status, 502);
  assert.equal(error.slug, "about:blank");
});
