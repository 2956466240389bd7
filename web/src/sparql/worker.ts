// The engine, off the page's own thread, so that a long query can be stopped.
import init, { Store } from "oxigraph/web.js";
import { type Mistake, mistake } from "./mistakes";
import { asRead } from "./text";
import { GRAPHS } from "../shared/media";

/** `written`: the query as its author wrote it, in which a mistake has its place. */
export interface Request { id: number; query: string; written: string; prologue: string; format: string }
export type Reply =
  | { kind: "ready"; triples: number }
  | { kind: "answer"; id: number; text: string; format: string; milliseconds: number }
  | { kind: "error"; id: number; message: string; mistake?: Mistake };

const MERGE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }";
let store: Store | undefined;

async function start(wasm: string, dump: string): Promise<void> {
  await init({ module_or_path: wasm });
  const loaded = new Store();
  loaded.load(await download(dump), { format: GRAPHS.nq, no_transaction: true });
  loaded.update(MERGE);
  store = loaded;
  post({ kind: "ready", triples: loaded.match(null, null, null, null).length });
}

/** The dump's text; a host may or may not have unpacked the gzip on the way. */
async function download(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return new TextDecoder().decode(bytes);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}

function answer({ id, query, written, prologue, format }: Request): void {
  const began = performance.now();
  try {
    const [text, used] = evaluate(prologue + query, format);
    post({ kind: "answer", id, text, format: used, milliseconds: performance.now() - began });
  } catch (error) {
    const found = mistake(written, prologue, (text) => new Store().query(text), asRead);
    post({ kind: "error", id, message: String(error instanceof Error ? error.message : error), ...(found ? { mistake: found } : {}) });
  }
}

/** Results in the wanted format; a graph comes as Turtle, since no table fits it. */
function evaluate(query: string, format: string): [string, string] {
  try {
    return [String(store!.query(query, { results_format: format })), format];
  } catch (error) {
    if (!/graph|triples|RDF|format/i.test(String(error))) throw error;
    return [String(store!.query(query, { results_format: GRAPHS.ttl })), GRAPHS.ttl];
  }
}

function post(reply: Reply): void { self.postMessage(reply); }

self.onmessage = (event: MessageEvent<{ wasm: string; dump: string } | Request>) => {
  const message = event.data;
  if ("wasm" in message) {
    start(message.wasm, message.dump).catch((error: unknown) => post({ kind: "error", id: 0, message: String(error) }));
  } else answer(message);
};
