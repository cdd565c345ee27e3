/** Lists, item by item, over as many pages as there are. */

import type { paths } from "./schema.js";

interface Page {
  items: readonly unknown[];
  next: string | null;
}

type Get<Path extends keyof paths> = paths[Path] extends { get: infer Operation } ? Operation : never;

type Answer<Operation> = Operation extends { responses: { 200: { content: { "application/json": infer Body } } } }
  ? Body
  : never;

/** The addresses whose answer is a page. */
export type PagedPath = {
  [Path in keyof paths]: Answer<Get<Path>> extends never ? never : Answer<Get<Path>> extends Page ? Path : never;
}[keyof paths];

/** What is in the list at an address. */
export type ItemOf<Path extends PagedPath> = Answer<Get<Path>> extends { items: readonly (infer Item)[] } ? Item : never;

/** The filters that a list takes. */
export type QueryOf<Path extends PagedPath> = Get<Path> extends { parameters: { query?: infer Query } }
  ? Omit<NonNullable<Query>, "cursor">
  : never;

/** What stands in the braces of an address. */
export type PlaceOf<Path extends PagedPath> = Get<Path> extends { parameters: { path: infer Place } } ? Place : never;

/** Asks for page after page until there is none. */
export async function* pages<P extends Page>(ask: (cursor: string | null) => Promise<P>): AsyncGenerator<P, void> {
  let cursor: string | null = null;
  do {
    const page: P = await ask(cursor);
    yield page;
    cursor = page.next;
  } while (cursor !== null);
}
