// The same network as two sortable tables: the equal of the drawing for whoever cannot or will not see it.
import { type EdgeRecord, type NodeRecord, type Page } from "./data";
import { el, figure } from "../shared/element";
import type { Visible } from "./filter";
import { type Lang, type Text, word } from "../shared/texts";

const PAGE = 200;
type Cell = string | number;
interface Column<T> { name: string; value(row: T): Cell; link?(row: T): string }

/** Show nodes and edges that pass the filters, sortable by every column. */
export function fillTables(box: HTMLElement, page: Page, seen: Visible, lang: Lang, select: (id: string) => void): void {
  const nodes = page.data.nodes.filter((node) => seen.nodes.has(node.id));
  const edges = page.data.edges.filter((_, index) => seen.edges.has(index));
  const labels = (list: { id: string | number; label: Text }[], id: string | number) => list.find((one) => one.id === id)?.label[lang] ?? "";
  const name = (id: string) => page.node.get(id)?.label[lang] ?? id;
  box.replaceChildren(
    sortable<NodeRecord>(`${nodes.length} ${word("nodes", lang)}`, nodes, [
      { name: word("name", lang), value: (node) => node.label[lang], link: (node) => node.id },
      { name: word("kind", lang), value: (node) => labels(page.data.types, node.type) },
      { name: word("degree", lang), value: (node) => node.degree },
      { name: word("weighted", lang), value: (node) => node.weightedDegree },
      { name: word("betweenness", lang), value: (node) => node.betweenness },
      { name: word("pagerank", lang), value: (node) => node.pagerank },
      { name: word("group", lang), value: (node) => labels(page.data.communities, node.community) },
    ], lang, select),
    sortable<EdgeRecord>(`${edges.length} ${word("edges", lang)}`, edges, [
      { name: word("from", lang), value: (edge) => name(edge.source), link: (edge) => edge.source },
      { name: word("to", lang), value: (edge) => name(edge.target), link: (edge) => edge.target },
      { name: word("relation", lang), value: (edge) => labels(page.data.relations, edge.relation) },
      { name: word("size", lang), value: (edge) => edge.weight },
      { name: word("evidence", lang), value: (edge) => edge.evidence.map((one) => `§${one.section}: ${one.lines}`).join("; ") },
    ], lang, select),
  );
}

function sortable<T>(caption: string, rows: T[], columns: Column<T>[], lang: Lang, select: (id: string) => void): HTMLElement {
  const body = el("tbody");
  let by = -1;
  let down = false;
  let shown = PAGE;
  const more = el("button", { onclick: () => { shown += 5 * PAGE; fill(); } }, word("more", lang));
  const heads = columns.map((column, index) => el("th", { scope: "col", "aria-sort": "none" },
    el("button", { onclick: () => { down = by === index ? !down : typeof column.value(rows[0]!) === "number"; by = index; fill(); } }, column.name)));

  function fill(): void {
    const sorted = by < 0 ? rows : [...rows].sort((a, b) => compare(columns[by]!.value(a), columns[by]!.value(b), lang) * (down ? -1 : 1));
    heads.forEach((head, index) => head.setAttribute("aria-sort", index !== by ? "none" : down ? "descending" : "ascending"));
    body.replaceChildren(...sorted.slice(0, shown).map((row) => el("tr", {}, ...columns.map((column) => cell(column, row)))));
    more.hidden = shown >= rows.length;
  }

  function cell(column: Column<T>, row: T): HTMLElement {
    const value = column.value(row);
    if (typeof value === "number") return el("td", { class: "number" }, figure(value, lang));
    const id = column.link?.(row);
    return el("td", {}, id ? el("button", { class: "link", onclick: () => select(id) }, value) : value);
  }

  fill();
  return el("section", { class: "sheet" }, el("table", {}, el("caption", {}, caption), el("thead", {}, el("tr", {}, ...heads)), body), more);
}

function compare(a: Cell, b: Cell, lang: Lang): number {
  return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), lang);
}
