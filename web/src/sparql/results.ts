// An answer as a table that can be sorted, or as text.
import type { Lang } from "../shared/texts";
import { el } from "../shared/element";
import { sortable } from "../shared/table";
import { ownPage, type PageData, shorten, webAddress } from "./page";

interface Term { type: string; value: string; datatype?: string; "xml:lang"?: string }
export type Row = Record<string, Term>;
interface ResultsJson { boolean?: boolean; head: { vars?: string[] }; results?: { bindings: Row[] } }

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
  return sortable(columns.map((name) => ({
    name,
    cell: (row: Row) => cell(row[name], page),
    compare: (a: Row, b: Row) => compare(a[name], b[name], page.lang),
  })), rows, more);
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
