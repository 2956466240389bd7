// Ties in the panel, with their evidence.
import { type EdgeRecord, edgeKey, type NodeRecord, otherEnd, type Page } from "../data";
import { inks, seenOn } from "../drawing/ink";
import { evidenceOf } from "../saving/tables";
import type { Visible } from "../selection/filter";
import type { State } from "../state";
import { el, figure } from "../../shared/element";
import { located, word } from "../../shared/texts";

const FIRST = 60;

export interface PanelActions { select(id: string): void; change(part: Partial<State>): void; close(): void }
export interface Seen { page: Page; seen: Visible; state: State; act: PanelActions }

/** The ties of a node, the heaviest first, each with its evidence folded away. */
export function tieList(all: Seen, node: NodeRecord, ties: number[]): HTMLElement {
  const list = el("ul", { class: "ties" }, ...ties.slice(0, FIRST).map((index) => tie(all, node, index)));
  if (ties.length > FIRST) {
    const more = el("li", {}, el("button", {
      onclick: () => { more.remove(); list.append(...ties.slice(FIRST).map((index) => tie(all, node, index))); },
    }, word("more", all.state.lang)));
    list.append(more);
  }
  return list;
}

function tie(all: Seen, node: NodeRecord, index: number): HTMLElement {
  const { page, state, act } = all;
  const edge = page.data.edges[index]!;
  const other = page.node.get(otherEnd(edge, node.id))!;
  const arrow = page.data.directed ? (edge.source === node.id ? "→ " : "← ") : "";
  return el("li", {},
    el("button", { class: "link", onclick: () => act.select(other.id) }, arrow, dot(page, other), other.label[state.lang]),
    el("details", {}, el("summary", { class: "quiet" }, summary(all, index)), ...evidence(all, index)));
}

/** "member of · 2 · 2019 – 2021". */
export function summary({ page, seen, state }: Seen, index: number): string {
  const edge = page.data.edges[index]!;
  const relation = page.data.relations.find((one) => one.id === edge.relation)?.label[state.lang] ?? edge.relation;
  const weight = figure(seen.edges.get(index) ?? edge.weight, state.lang);
  return [relation, weight, period(edge), money(edge, state.lang)].filter(Boolean).join(" · ");
}

function period({ start, end }: EdgeRecord): string {
  return start || end ? (start === end ? start : `${start} – ${end}`.trim()) : "";
}

function money({ amount, currency }: EdgeRecord, lang: string): string {
  return amount === null ? "" : `${amount.toLocaleString(lang)} ${currency}`.trim();
}

/** What both ends share, and each fact with the section and lines that state it. */
export function evidence({ page, state }: Seen, index: number): HTMLElement[] {
  const { lang } = state;
  const edge = page.data.edges[index]!;
  const shared = page.data.shared.filter((one) => edge.shared.includes(one.id)).map((one) => one.label[lang]);
  const names = shared.length ? [el("p", { class: "shared" }, `${word("shared", lang)}: ${shared.join(", ")}`)] : [];
  return [...names, el("ul", { class: "evidence" }, ...evidenceOf(edge, state).map((one) =>
    el("li", {}, el("a", { href: one.page }, one.label[lang] || one.fact), " ",
      el("span", { class: "quiet" }, located(one.section, one.lines, lang)))))];
}

/** The ties of one pair, each open, for a click on one of them. */
export function tiesOfPair(all: Seen, edges: number[], chosen: number): HTMLElement {
  const { page, act } = all;
  return el("ul", { class: "ties" }, ...edges.map((index) => el("li", index === chosen ? { "aria-current": "true" } : {},
    edges.length > 1 && index !== chosen
      ? el("button", { class: "link", onclick: () => act.change({ tie: edgeKey(page, index) }) }, summary(all, index))
      : el("p", {}, summary(all, index)),
    ...(edges.length > 1 && index !== chosen ? [] : evidence(all, index)))));
}

export function dot(page: Page, node: NodeRecord): HTMLElement {
  return el("span", { class: "dot", style: `background:${seenOn(inks().paper, page.kind.get(node.type)?.colour ?? "#888888")}` });
}
