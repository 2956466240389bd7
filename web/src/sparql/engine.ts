// Asking the worker, or a live endpoint, for a query's answer.
import { type Mistake, tokenAt } from "./mistakes";
import type { PageData } from "./page";
import { escaped, withValues } from "./text";
import type { Reply, Request } from "./worker";
import { FILES, GRAPHS } from "../shared/media";

/** An answer; `note`: what the server says about an empty one. */
export interface Answer { text: string; format: string; milliseconds: number; note?: string | undefined }
export interface Engine {
  ask(query: string, format: string): Promise<Answer>;
  stop(): void;
}

/** A query that is not answered: its mistake, or the status of the server, or the engine's words. */
export class Refusal extends Error {
  constructor(message: string, readonly mistake?: Mistake, readonly status?: number) { super(message); }
}

/** The engine that the page names: its own copy of the data, or an endpoint. */
export function openEngine(page: PageData, base: string): Engine {
  return page.endpoint ? remote(page, page.endpoint) : local(page, base);
}

/** Base and prefixes of the project on one line, so that error lines stay those of the text. */
function prologue(page: PageData): string {
  const prefixes = Object.entries(page.prefixes).map(([name, iri]) => `PREFIX ${name}: <${iri}> `);
  return [`BASE <${page.base}> `, ...prefixes].join("");
}

/** A text as the command line reads it: `?_lang` is the page's language. */
const inLanguage = (query: string, page: PageData) => withValues(query, { _lang: JSON.stringify(page.lang) });

function local(page: PageData, base: string): Engine {
  let worker: Worker | undefined;
  let ready: Promise<void> | undefined;
  let count = 0;
  const waiting = new Map<number, { resolve(answer: Answer): void; reject(error: Error): void }>();

  function start(): Promise<void> {
    worker = new Worker(`${base}sparql-worker.js`);
    const loaded = new Promise<void>((resolve, reject) => {
      worker!.onmessage = ({ data: reply }: MessageEvent<Reply>) => {
        if (reply.kind === "ready") resolve();
        else if (reply.kind === "answer") settle(reply.id)?.resolve(reply);
        else (reply.id === 0 ? reject : settle(reply.id)?.reject)?.(new Refusal(reply.message, reply.mistake));
      };
      worker!.onerror = (event) => reject(new Error(event.message));
    });
    worker.postMessage({ wasm: `${base}oxigraph.wasm`, dump: new URL(page.dump, location.href).href });
    return loaded;
  }

  function settle(id: number) {
    const one = waiting.get(id);
    waiting.delete(id);
    return one;
  }

  function stop(): void {
    worker?.terminate();
    worker = ready = undefined;
    for (const id of [...waiting.keys()]) settle(id)?.reject(new Refusal("stopped"));
  }

  return {
    async ask(query, format) {
      await (ready ??= start());
      const request: Request = { id: ++count, query: escaped(inLanguage(query, page)), written: query, prologue: prologue(page), format };
      return new Promise((resolve, reject) => {
        waiting.set(request.id, { resolve, reject });
        worker!.postMessage(request);
      });
    },
    stop,
  };
}

function remote(page: PageData, endpoint: string): Engine {
  let control = new AbortController();
  return {
    async ask(query, format) {
      const began = performance.now();
      control = new AbortController();
      const response = await fetch(endpoint, {
        method: "POST",
        body: inLanguage(query, page),
        signal: control.signal,
        headers: { "Content-Type": FILES.rq, Accept: `${format}, ${GRAPHS.ttl};q=0.8`, "Accept-Language": page.lang },
      });
      const text = await response.text();
      if (!response.ok) throw refusal(query, text, response.status);
      const used = (response.headers.get("Content-Type") ?? format).split(";")[0]!;
      const note = response.headers.get("Kkgraph-Note");
      return { text, format: used, milliseconds: performance.now() - began, note: note ? decodeURIComponent(note) : undefined };
    },
    stop: () => control.abort(),
  };
}

interface Problem { detail?: string; code?: Mistake["code"]; line?: number; column?: number }

function refusal(query: string, text: string, status: number): Refusal {
  try {
    const { detail, code, line, column } = JSON.parse(text) as Problem;
    const found = code && line && column ? { code, line, column, token: code === "end" ? "" : tokenAt(query, line, column) } : undefined;
    return new Refusal(detail ?? text, found, status);
  } catch { return new Refusal(text, undefined, status); }
}
