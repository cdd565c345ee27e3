/** Waiting for a job: by server-sent events, or by asking again and again. */

import { EventSourceParserStream } from "eventsource-parser/stream";
import { pause } from "./pause.js";
import { problemOf } from "./problems.js";
import type { components } from "./schema.js";

export type Job = components["schemas"]["JobPublic"];

export interface Waiting {
  /** `events` needs one connection that stays open; without room for it, or when it breaks, it asks again and again. */
  by?: "events" | "asking";
  /** How often it asks. */
  everyMs?: number;
  signal?: AbortSignal;
  onChange?: (job: Job) => void;
}

export type Ask = (path: string, headers: Record<string, string>, signal?: AbortSignal) => Promise<Response>;

const OVER = new Set<Job["state"]>(["succeeded", "failed", "cancelled"]);

export function isOver(job: Job): boolean {
  return OVER.has(job.state);
}

/** The job when it is over, told of each change on the way. */
export async function waitFor(ask: Ask, id: string, waiting: Waiting): Promise<Job> {
  let seen: Job | undefined;
  const notice = (job: Job): void => {
    if (seen === undefined || job.version > seen.version) {
      seen = job;
      waiting.onChange?.(job);
    }
  };
  if ((waiting.by ?? "events") === "events") {
    await follow(ask, id, notice, waiting.signal);
  }
  while (seen === undefined || !isOver(seen)) {
    const job = await look(ask, id, seen, waiting.signal);
    if (job !== undefined) notice(job);
    if (seen !== undefined && isOver(seen)) break;
    await pause(waiting.everyMs ?? 1000, waiting.signal);
  }
  return seen;
}

/** Follows the events of a job until they end. Whoever called looks whether the job is over then. */
async function follow(ask: Ask, id: string, notice: (job: Job) => void, signal?: AbortSignal): Promise<void> {
  const response = await ask(`/v1/jobs/${encodeURIComponent(id)}/events`, { accept: "text/event-stream" }, signal);
  if (response.status === 503) return; // as many follow jobs as may
  if (!response.ok) throw await problemOf(response);
  if (response.body === null) return;
  const events = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  try {
    for await (const event of events) {
      if (event.data) notice(JSON.parse(event.data) as Job);
    }
  } catch (error) {
    if (signal?.aborted) throw error; // else the line has broken, and asking goes on
  }
}

/** The job as it stands, or nothing when it has not changed. */
async function look(ask: Ask, id: string, seen: Job | undefined, signal?: AbortSignal): Promise<Job | undefined> {
  const known: Record<string, string> = seen === undefined ? {} : { "if-none-match": `"${seen.version}"` };
  const response = await ask(`/v1/jobs/${encodeURIComponent(id)}`, known, signal);
  if (response.status === 304) return undefined;
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as Job;
}
