// The same network as two sortable tables: the equal of the drawing for whoever cannot or will not see it.
import { type EdgeRecord, type NodeRecord, type Page } from "./data";
import { el, figure } from "../shared/element";
import type { Visible } from "./filter";
import { type Column, sortable } from "../shared/table";
import { several, type Lang, type Text, word } from "../shared/texts";

type Cell = string | number;

/** Show nodes and edges that pass the filters, sortable by every column. */
export function fillTables(box: HTMLElement, page: Page, seen: Visible, lang: Lang, select: (id: string) => void): void {
  const nodes = page.data.nodes.filter((node) => seen.nodes.has(node.id));
  const edges = page.data.edges.filter((_, index) => seen.edges.has(index));
  const labels = (list: { id: string | number; label: Text }[], id: string | number) => list.find((one) => one.id === id)?.label[lang] ?? "";
  const name = (id: string) => page.node.get(id)?.label[lang] ?? id;
  const text = <T>(key: string, value: (row: T) => string, link?: (row: T) => string) => column<T>(word(key, lang), value, false, lang, link, select);
  const number = <T>(key: string, value: (row: T) => number) => column<T>(word(key, lang), value, true, lang);
  box.replaceChildren(
    sortable<NodeRecord>([
      text("name", (node) => node.label[lang], (node) => node.id),
      text("kind", (node) => labels(page.data.types, node.type)),
      number("degree", (node) => node.degree),
      number("weighted", (node) => node.weightedDegree),
      number("betweenness", (node) => node.betweenness),
      number("pagerank", (node) => node.pagerank),
      text("group", (node) => labels(page.data.communities, node.community)),
    ], nodes, word("more", lang), word("nodes", lang, { n: nodes.length })),
    sortable<EdgeRecord>([
      text("from", (edge) => name(edge.source), (edge) => edge.source),
      text("to", (edge) => name(edge.target), (edge) => edge.target),
      text("relation", (edge) => labels(page.data.relations, edge.relation)),
      number("size", (edge) => edge.weight),
      text("evidence", (edge) => edge.evidence.map((one) => word("place", lang, { section: one.section, lines: one.lines, n: several(one.lines) })).join("; ")),
    ], edges, word("more", lang), word("edges", lang, { n: edges.length })),
  );
}

/** A column of texts or numbers, the numbers from the largest; a link selects a node. */
function column<T>(name: string, value: (row: T) => Cell, numeric: boolean, lang: Lang, link?: (row: T) => string, select?: (id: string) => void): Column<T> {
  return {
    name,
    down: numeric,
    compare: (a, b) => compare(value(a), value(b), lang),
    cell: (row) => {
      const shown = value(row);
      if (typeof shown === "number") return el("td", { class: "number" }, figure(shown, lang));
      return el("td", {}, link && select ? el("button", { class: "link", onclick: () => select(link(row)) }, shown) : shown);
    },
  };
}

function compare(a: Cell, b: Cell, lang: Lang): number {
  return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), lang);
}
