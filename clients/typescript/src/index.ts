/**
 * Typed client of Quorum.
 *
 * `quorum.api` has every operation of the description, with its types. The methods beside it are what every program needs
 * and no generator makes: lists as iterators, waiting for jobs, problems as errors.
 */

import createClient, { type Client } from "openapi-fetch";
import { type Ask, isOver, type Job, type Waiting, waitFor } from "./jobs.js";
import { type ItemOf, type PagedPath, pages, type PlaceOf, type QueryOf } from "./paging.js";
import { type Problem, ProblemError, problemOf } from "./problems.js";
import type { components, operations, paths } from "./schema.js";

export type { ItemOf, Job, PagedPath, PlaceOf, Problem, QueryOf, Waiting, components, operations, paths };
export { isOver, ProblemError };

export type Schemas = components["schemas"];
export type Verdict = Schemas["Verdict"];
export type ProposalAnswer = Schemas["ProposalAnswer"];

export interface Options {
  /** Where the service answers: `https://quorum.example.eu` */
  baseUrl: string;
  /** A key of your tenant (`qk_…`). What everybody may read needs none. */
  key?: string;
  fetch?: (request: Request) => Promise<Response>;
}

export interface Asking extends Waiting {
  /** The same value with the same request gets the same job. Without one, a new one is made up for each call. */
  idempotencyKey?: string;
}

type QueryAndPlace<Path extends PagedPath> = {
  query?: QueryOf<Path>;
  signal?: AbortSignal;
} & ([PlaceOf<Path>] extends [never] ? { path?: never } : { path: PlaceOf<Path> });

/** A job that was asked for came to nothing because somebody stopped it. */
export class JobCancelled extends Error {
  override readonly name = "JobCancelled";
  readonly job: Job;

  constructor(job: Job) {
    super(`The job ${job.id} was cancelled.`);
    this.job = job;
  }
}

export class Quorum {
  /** Every operation. An answer that is an error is thrown as `ProblemError`, so `data` is there. */
  readonly api: Client<paths>;
  readonly #ask: Ask;

  constructor(options: Options) {
    const baseUrl = options.baseUrl.replace(/\/+$/, "");
    const fetching = options.fetch ?? ((request: Request) => globalThis.fetch(request));
    const shown: Record<string, string> = options.key === undefined ? {} : { authorization: `Bearer ${options.key}` };
    this.api = createClient<paths>({ baseUrl, headers: shown, fetch: fetching });
    this.api.use({
      async onResponse({ response }) {
        if (response.status >= 400) throw await problemOf(response);
      },
    });
    this.#ask = (path, headers, signal) =>
      fetching(new Request(baseUrl + path, { headers: { ...shown, ...headers }, ...(signal ? { signal } : {}) }));
  }

  /** Every item of a list, page by page as they are wanted. `query.limit` is how many are asked for at a time. */
  async *items<Path extends PagedPath>(path: Path, init?: QueryAndPlace<Path>): AsyncGenerator<ItemOf<Path>, void> {
    const ask = async (cursor: string | null): Promise<{ items: ItemOf<Path>[]; next: string | null }> => {
      const query = { ...init?.query, ...(cursor === null ? {} : { cursor }) };
      // the compiler cannot see that a path of the union `PagedPath` has a `get` of its own
      const get = this.api.GET as (path: string, init: object) => Promise<{ data?: unknown }>;
      const params = { query, ...(init?.path ? { path: init.path } : {}) };
      const { data } = await get(path, { params, ...(init?.signal ? { signal: init.signal } : {}) });
      return data as { items: ItemOf<Path>[]; next: string | null };
    };
    for await (const page of pages(ask)) yield* page.items;
  }

  /** The job when it is over, whatever came of it. */
  waitForJob(id: string, waiting: Waiting = {}): Promise<Job> {
    return waitFor(this.#ask, id, waiting);
  }

  /** May these participants apply? */
  async judge(request: Schemas["VerdictRequest"]): Promise<Verdict> {
    const { data } = await this.api.POST("/v1/verdicts", { body: request });
    return there(data);
  }

  /** The best consortium for a call, waited for. Throws `ProblemError` when the job fails, `JobCancelled` when stopped. */
  async propose(request: Schemas["ProposalRequest"], asking: Asking = {}): Promise<ProposalAnswer> {
    const header = { "idempotency-key": asking.idempotencyKey ?? crypto.randomUUID() };
    const asked = await this.api.POST("/v1/proposals", {
      body: request,
      params: { header },
      ...(asking.signal ? { signal: asking.signal } : {}),
    });
    if (asked.response.status === 200) return there(asked.data) as ProposalAnswer;
    const job = await this.waitForJob((there(asked.data) as Job).id, asking);
    if (job.error !== null) throw new ProblemError(job.error);
    if (job.result === null) throw new JobCancelled(job);
    return job.result as ProposalAnswer;
  }
}

function there<Data>(data: Data | undefined): Data {
  if (data === undefined) throw new TypeError("the service answered with success and without a body");
  return data;
}
