// The same network as two sortable tables: the equal of the drawing for whoever cannot or will not see it.
import { type NodeRecord, type Page } from "../data";
import { evidenceOf } from "../saving/tables";
import type { Visible } from "../selection/filter";
import type { State } from "../state";
import { el, figure } from "../../shared/element";
import { measuresNote } from "./controls";
import { type Column, sortable } from "../../shared/table";
import { type Lang, located, type Text, word } from "../../shared/texts";

type Cell = string | number;

/** Show nodes and edges that pass the filters, sortable by every column. */
export function fillTables(box: HTMLElement, page: Page, seen: Visible, state: State, select: (id: string) => void): void {
  const { lang } = state;
  const nodes = page.data.nodes.filter((node) => seen.nodes.has(node.id));
  const labels = (list: { id: string | number; label: Text }[], id: string | number) => list.find((one) => one.id === id)?.label[lang] ?? "";
  const name = (id: string) => page.node.get(id)?.label[lang] ?? id;
  const text = <T>(key: string, value: (row: T) => string, link?: (row: T) => string) => column<T>(word(key, lang), value, false, lang, link, select);
  const number = <T>(key: string, value: (row: T) => number) => column<T>(word(key, lang), value, true, lang);
  const edge = (index: number) => page.data.edges[index]!;
  box.replaceChildren(
    ...measuresNote(page, seen, lang),
    sortable<NodeRecord>([
      text("name", (node) => node.label[lang], (node) => node.id),
      text("kind", (node) => labels(page.data.types, node.type)),
      number("degree", (node) => seen.degree.get(node.id)!),
      number("weighted", (node) => seen.strength.get(node.id)!),
      number("betweenness", (node) => node.betweenness),
      number("pagerank", (node) => node.pagerank),
      text("group", (node) => labels(page.data.communities, node.community)),
    ], nodes, word("more", lang), word("nodes", lang, { n: nodes.length })),
    sortable<number>([
      text("from", (index) => name(edge(index).source), (index) => edge(index).source),
      text("to", (index) => name(edge(index).target), (index) => edge(index).target),
      text("relation", (index) => labels(page.data.relations, edge(index).relation)),
      number("size", (index) => seen.edges.get(index)!),
      text("evidence", (index) => evidenceOf(edge(index), state).map((one) => located(one.section, one.lines, lang)).join("; ")),
    ], [...seen.edges.keys()], word("more", lang), word("edges", lang, { n: seen.edges.size })),
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
