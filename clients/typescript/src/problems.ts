/** Errors of the service (RFC 9457) as errors of the language. */

import type { components } from "./schema.js";

export type Problem = components["schemas"]["Problem"];

/** The service refused. `problem.errors` points at each fault of the request (JSON pointers, or `/name` of a parameter). */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly problem: Problem;
  readonly status: number;
  /** When it is worth asking again, where the service says so. */
  readonly retryAfterSeconds: number | undefined;

  constructor(problem: Problem, retryAfterSeconds?: number) {
    super(`${problem.title}: ${problem.detail}`);
    this.problem = problem;
    this.status = problem.status;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** The kind of problem for programs: `not-found`, `invalid`, `too-many-requests`, … */
  get slug(): string {
    return this.problem.type.replace(/^urn:quorum:problem:/, "");
  }

  /** The details of the faults at one place of the request. */
  at(pointer: string): string[] {
    return (this.problem.errors ?? []).filter((fault) => fault.pointer === pointer).map((fault) => fault.detail);
  }
}

/** What a response that is an error says; one that does not come from the service itself (a proxy) too. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const retry = Number(response.headers.get("retry-after") ?? Number.NaN);
  const seconds = Number.isFinite(retry) ? retry : undefined;
  if (response.headers.get("content-type")?.startsWith("application/problem+json")) {
    return new ProblemError((await response.json()) as Problem, seconds);
  }
  const detail = `${response.url} answered with status ${response.status}, and no problem details.`;
  const title = response.statusText || "The request could not be answered";
  return new ProblemError({ type: "about:blank", title, status: response.status, detail, errors: [] }, seconds);
}
