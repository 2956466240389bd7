// An answer as a table that can be sorted, or as text.
import type { Lang } from "../shared/texts";
import { el } from "../shared/element";
import { ownPage, type PageData, shorten, webAddress } from "./page";

interface Term { type: string; value: string; datatype?: string; "xml:lang"?: string }
export type Row = Record<string, Term>;
interface ResultsJson { boolean?: boolean; head: { vars?: string[] }; results?: { bindings: Row[] } }

const PAGE = 200;
const NUMBER = /#(integer|decimal|double|float|int|long)$/;

/** Show the W3C JSON of an answer; returns its rows, none for a yes or no. */
export function showResults(box: HTMLElement, text: string, page: PageData, words: { more: string; yes: string; no: string }): Row[] | undefined {
  const json = JSON.parse(text) as ResultsJson;
  if (json.boolean !== undefined) {
    box.replaceChildren(el("p", { class: "answer" }, json.boolean ? words.yes : words.no));
    return undefined;
  }
  const rows = json.results?.bindings ?? [];
  box.replaceChildren(table(json.head.vars ?? [], rows, page, words.more));
  return rows;
}

/** Show an answer that is no table. */
export function showText(box: HTMLElement, text: string): void {
  box.replaceChildren(el("pre", { tabindex: "0" }, text));
}

function table(columns: string[], rows: Row[], page: PageData, more: string): HTMLElement {
  const body = el("tbody");
  let shown = PAGE;
  let by = "";
  let down = false;
  const button = el("button", { onclick: () => { shown += 5 * PAGE; fill(); } }, more);
  const heads = columns.map((column) => el("th", { scope: "col", "aria-sort": "none" },
    el("button", { onclick: () => { down = by === column && !down; by = column; fill(); } }, column)));
  function fill(): void {
    const sorted = by ? [...rows].sort((a, b) => compare(a[by], b[by], page.lang) * (down ? -1 : 1)) : rows;
    heads.forEach((head, index) => head.setAttribute("aria-sort", columns[index] !== by ? "none" : down ? "descending" : "ascending"));
    body.replaceChildren(...sorted.slice(0, shown).map((row) => el("tr", {}, ...columns.map((column) => cell(row[column], page)))));
    button.hidden = shown >= rows.length;
  }
  fill();
  return el("div", { class: "sheet", tabindex: "0" }, el("table", {}, el("thead", {}, el("tr", {}, ...heads)), body), button);
}

function cell(term: Term | undefined, page: PageData): HTMLElement {
  if (!term) return el("td");
  if (term.type === "uri") {
    const href = ownPage(term.value, page) ?? webAddress(term.value);
    const name = shorten(term.value, page.prefixes);
    return el("td", {}, href ? el("a", { href }, name) : name);
  }
  return el("td", { class: NUMBER.test(term.datatype ?? "") ? "number" : "", lang: term["xml:lang"] ?? "" }, term.value);
}

function compare(a: Term | undefined, b: Term | undefined, lang: Lang): number {
  if (!a || !b) return a ? 1 : b ? -1 : 0;
  const [x, y] = [Number(a.value), Number(b.value)];
  return a.value && b.value && !Number.isNaN(x - y) ? x - y : a.value.localeCompare(b.value, lang);
}
