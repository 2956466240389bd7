// Asking the worker, or a live endpoint, for a query's answer.
import type { PageData } from "./page";
import { escaped, withValues } from "./text";
import type { Reply, Request } from "./worker";

export interface Answer { text: string; format: string; milliseconds: number }
export interface Engine {
  ask(query: string, format: string): Promise<Answer>;
  stop(): void;
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
  let settle: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;
  let count = 0;

  function start(): Promise<void> {
    worker = new Worker(`${base}sparql-worker.js`);
    const loaded = new Promise<void>((resolve, reject) => {
      worker!.onmessage = (event: MessageEvent<Reply>) => {
        const reply = event.data;
        if (reply.kind === "ready") resolve();
        else if (reply.kind === "answer" && reply.id === count) settle?.resolve(reply);
        else if (reply.kind === "error") (reply.id === 0 ? reject : settle?.reject)?.(new Error(reply.message));
      };
      worker!.onerror = (event) => reject(new Error(event.message));
    });
    worker.postMessage({ wasm: `${base}oxigraph.wasm`, dump: new URL(page.dump, location.href).href });
    return loaded;
  }

  function stop(): void {
    worker?.terminate();
    worker = ready = undefined;
    settle?.reject(new Error("stopped"));
  }

  return {
    async ask(query, format) {
      await (ready ??= start());
      const request: Request = { id: ++count, query: escaped(inLanguage(query, page)), prologue: prologue(page), format };
      return new Promise((resolve, reject) => {
        settle = { resolve, reject };
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
        headers: { "Content-Type": "application/sparql-query", Accept: `${format}, text/turtle;q=0.8` },
      });
      const text = await response.text();
      if (!response.ok) throw new Error(problem(text) ?? `${response.status} ${response.statusText}`);
      const used = (response.headers.get("Content-Type") ?? format).split(";")[0]!;
      return { text, format: used, milliseconds: performance.now() - began };
    },
    stop: () => control.abort(),
  };
}

function problem(text: string): string | undefined {
  try { return (JSON.parse(text) as { detail?: string }).detail; } catch { return text || undefined; }
}
