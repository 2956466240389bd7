// A question put to the server: how it is read, with a link to the answer, or readings to choose from.
import { el } from "../shared/element";
import { type Lang, word } from "../shared/texts";

interface Reading { query: string; summary: string; read_as: string; values: Record<string, string>; only: string[][]; rows: number }
interface Reply { question: string; sure: boolean; readings: Reading[] }

const LEAST = 2; // words of a question

/** Ask, where there is a server to ask and the text may be a question. */
export async function answer(box: HTMLElement, text: string, lang: Lang, folder: string): Promise<void> {
  box.replaceChildren();
  const server = box.dataset["ask"];
  if (!server || text.trim().split(/\s+/).length < LEAST) return;
  const response = await fetch(`${server}?${new URLSearchParams({ q: text.trim().slice(0, 200), lang })}`, { headers: { Accept: "application/json" } });
  if (!response.ok) return;
  const { sure, readings } = await response.json() as Reply;
  if (!readings.length) return;
  const shown = sure ? readings.slice(0, 1) : readings;
  const rest = sure ? readings.slice(1) : [];
  box.replaceChildren(
    el("h2", {}, word(sure ? "answer" : "which", lang)),
    el("ol", { class: "readings" }, ...shown.map((one) => line(one, lang, folder))),
    rest.length ? el("details", {}, el("summary", {}, word("others", lang)), el("ol", { class: "readings" }, ...rest.map((one) => line(one, lang, folder)))) : "",
  );
}

function line({ query, read_as: said, values, only, rows }: Reading, lang: Lang, folder: string): HTMLElement {
  const kept: Record<string, string> = only[0]?.[0] ? { _search: only[0][0] } : {};
  const address = `${folder}sparql/index.html#${new URLSearchParams({ saved: query, ...values, ...kept })}`.replace(/\+/g, "%20");
  return el("li", {}, el("a", { href: address }, said), " ", el("span", { class: "count" }, word("rows", lang, { n: rows })));
}
