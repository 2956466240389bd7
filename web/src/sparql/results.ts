// An answer as a table as the site's pages have it, or as text.
import { el } from "../shared/element";
import { enhance } from "../table/grid";
import { columnsOf, parts, type Shown } from "./columns";
import type { Column, PageData } from "./page";

export interface Term { type: string; value: string; datatype?: string; "xml:lang"?: string }
export type Row = Record<string, Term>;
export interface Rows { names: string[]; rows: Row[] }
interface ResultsJson { boolean?: boolean; head: { vars?: string[] }; results?: { bindings: Row[] } }

const TYPED = ["money", "number", "date", "duration"];

/** The rows of W3C JSON; a truth where it holds no rows. */
export function rowsOf(text: string): Rows | boolean {
  const json = JSON.parse(text) as ResultsJson;
  return json.boolean ?? { names: json.head.vars ?? [], rows: json.results?.bindings ?? [] };
}

/** The names of things that rows speak of; the page knows many, the engine is asked for the rest. */
export type Names = Map<string, string>;

/** Put rows into a box as a table with heads, names and links, which is sorted and filtered. */
export function showTable(box: HTMLElement, found: Rows, declared: Column[], page: PageData, names: Names, base: string, text = ""): void {
  const columns = columnsOf(found.names, declared, found.rows);
  const head = el("tr", {}, ...columns.map((column) => el("th", { scope: "col", "data-name": column.name, "data-kind": column.kind }, column.heading)));
  const body = found.rows.map((row) => el("tr", {}, ...columns.map((column) => cell(column, row, page, names))));
  const table = el("table", { class: "data", "data-name": "kkgraph" }, el("thead", {}, head), el("tbody", {}, ...body));
  box.replaceChildren(el("div", { class: "sheet", tabindex: "0" }, table));
  enhance(table, page.lang, base, { keep: false, files: ["xlsx"], text });
}

function cell(column: Shown, row: Row, page: PageData, names: Names): HTMLElement {
  const term = row[column.name];
  const found = parts(column, row, page, names);
  const said = found.flatMap(({ text, href }, i) => [i ? "; " : "", href ? el("a", { href }, text) : text]);
  const attributes: Record<string, string> = { "data-label": column.heading };
  if (term && TYPED.includes(column.kind)) attributes["data-value"] = term.value;
  if (term?.type === "uri") attributes["data-iri"] = term.value;
  if (column.kind === "number" || column.kind === "money") attributes["class"] = "number";
  if (term?.["xml:lang"] && term["xml:lang"] !== page.lang) attributes["lang"] = term["xml:lang"];
  return el("td", attributes, ...said);
}
