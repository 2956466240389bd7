// A plain question: how a server reads it, with a link to the answer; else readings to choose from.
import { el } from "../shared/element";
import { type Lang, word } from "../shared/texts";
import { script } from "../table/files";
import { type Index, type Read, readings } from "./reading";
import { spelt } from "./words";
import { NETWORKS } from "../shared/media";

interface Reading { query: string; read_as: string; values: Record<string, string>; only: string[][]; rows?: number }
interface Reply { sure: boolean; readings: Reading[] }
declare global { interface Window { kkgraphAsk?: Index } }

const LEAST = 2; // words of a question
const SHOWN = 3;

/** Read a text that may be a question, and say how. */
export async function answer(box: HTMLElement, text: string, lang: Lang, folder: string): Promise<void> {
  box.replaceChildren();
  box.classList.toggle("asked", spelt(text).length >= LEAST);
  if (spelt(text).length < LEAST) return;
  const { sure, readings: found } = await (box.dataset["ask"] ? served(box.dataset["ask"], text, lang) : alone(text, lang));
  if (!found.length) { box.classList.remove("asked"); return; }
  const [shown, rest] = sure ? [found.slice(0, 1), found.slice(1)] : [found, []];
  box.replaceChildren(
    el("h2", {}, word(sure ? "answer" : "which", lang)),
    el("ol", { class: "readings" }, ...shown.map((one) => line(one, lang, folder))),
    rest.length ? el("details", {}, el("summary", {}, word("others", lang)), el("ol", { class: "readings" }, ...rest.map((one) => line(one, lang, folder)))) : "",
  );
}

async function served(server: string, text: string, lang: Lang): Promise<Reply> {
  const response = await fetch(`${server}?${new URLSearchParams({ q: text.trim().slice(0, 200), lang })}`, { headers: { Accept: NETWORKS.json } });
  return response.ok ? await response.json() as Reply : { sure: false, readings: [] };
}

/** Without a server nothing is looked up, so nothing is sure. */
async function alone(text: string, lang: Lang): Promise<Reply> {
  if (!window.kkgraphAsk) await script(`${document.body.dataset["root"] ?? ""}assets/ask.js`);
  const found = readings(window.kkgraphAsk!, text, lang).slice(0, SHOWN);
  return { sure: false, readings: found.map((one) => ({ query: one.query.name, read_as: said(one, lang), values: one.values, only: [] })) };
}

function said({ query, values }: Read, lang: Lang): string {
  const given = Object.entries(values).map(([name, value]) => `${name} = ${value.replace(/^[^:]*:/, "")}`);
  return [query.summary[lang], ...given].join(", ");
}

function line({ query, read_as: read, values, only, rows }: Reading, lang: Lang, folder: string): HTMLElement {
  const kept: Record<string, string> = only[0]?.[0] ? { _search: only[0][0] } : {};
  const address = `${folder}sparql/index.html#${new URLSearchParams({ saved: query, ...values, ...kept })}`.replace(/\+/g, "%20");
  return el("li", {}, el("a", { href: address }, read), rows === undefined ? "" : el("span", { class: "count" }, ` ${word("rows", lang, { n: rows })}`));
}
