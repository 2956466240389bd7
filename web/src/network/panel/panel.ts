// The panel beside the drawing: the chosen node or tie, or the way from one node to another.
import { edgeOf, type NodeRecord, pairOf, type Page } from "../data";
import { edgesBetween } from "../selection/path";
import type { State } from "../state";
import { el, figure } from "../../shared/element";
import { word } from "../../shared/texts";
import { measuresNote } from "./controls";
import { searchBox } from "./search";
import { dot, evidence, type Seen, summary, tieList, tiesOfPair } from "./ties";

/** Fill the panel with what is chosen, or hide it; `path` are the nodes of the way that is asked for. */
export function fillPanel(panel: HTMLElement, all: Seen, path: string[]): void {
  const { page, state } = all;
  const node = page.node.get(state.selected);
  const tie = edgeOf(page, state.tie);
  panel.hidden = !node && tie < 0;
  if (tie >= 0) panel.replaceChildren(...ofTie(all, tie));
  else if (node && state.path) panel.replaceChildren(...ofPath(all, node, path));
  else panel.replaceChildren(...(node ? ofNode(all, node) : []));
}

function head({ state, act }: Seen, kind: (Node | string)[], title: string): HTMLElement {
  return el("header", {},
    el("p", { class: "kind" }, ...kind),
    el("h2", {}, title),
    el("button", { class: "close", onclick: () => act.close(), "aria-label": word("close", state.lang) }, "×"));
}

function ofNode(all: Seen, node: NodeRecord): HTMLElement[] {
  const { page, seen, state, act } = all;
  const { lang } = state;
  const weight = (index: number) => seen.edges.get(index)!;
  const ties = (page.edgesOf.get(node.id) ?? []).filter((index) => seen.edges.has(index)).sort((a, b) => weight(b) - weight(a));
  const around = state.ego === node.id;
  return [
    head(all, [dot(page, node), page.kind.get(node.type)?.label[lang] ?? node.type], node.label[lang]),
    ...(seen.nodes.has(node.id) ? [] : [el("p", { class: "quiet" }, word("left_out", lang))]),
    measures(all, node),
    ...measuresNote(page, seen, lang),
    el("button", { onclick: () => act.change({ ego: around ? "" : node.id }), "aria-pressed": String(around) }, word(around ? "ego_off" : "ego", lang)),
    searchBox(page, () => lang, "path_to", (path) => act.change({ path })).element,
    elsewhere(node, lang),
    el("h3", {}, `${word("ties", lang)} (${ties.length})`),
    tieList(all, node, ties),
  ];
}

function ofTie(all: Seen, tie: number): HTMLElement[] {
  const { page, seen, state, act } = all;
  const edge = page.data.edges[tie]!;
  const [source, target] = [page.node.get(edge.source)!, page.node.get(edge.target)!];
  const others = page.between.get(pairOf(edge))!.filter((index) => index === tie || seen.edges.has(index));
  const end = (node: NodeRecord) => el("button", { class: "link", onclick: () => act.select(node.id) }, dot(page, node), node.label[state.lang]);
  return [
    head(all, [word("tie", state.lang)], `${source.label[state.lang]} ${page.data.directed ? "→" : "–"} ${target.label[state.lang]}`),
    el("p", { class: "ends" }, end(source), end(target)),
    ...(others.length > 1 ? [el("h3", {}, word("parallel", state.lang, { n: others.length }))] : []),
    tiesOfPair(all, others, tie),
  ];
}

/** The way from a node to another, each step with its evidence. */
function ofPath(all: Seen, node: NodeRecord, path: string[]): HTMLElement[] {
  const { page, seen, state, act } = all;
  const { lang } = state;
  const name = (id: string) => page.node.get(id)!.label[lang];
  const steps = path.slice(1).map((id, step) => el("li", {},
    el("button", { class: "link", onclick: () => act.select(id) }, dot(page, page.node.get(id)!), name(id)),
    ...edgesBetween(page, seen, path[step]!, id).flatMap((index) => [el("p", { class: "quiet" }, summary(all, index)), ...evidence(all, index)])));
  return [
    head(all, [word("path", lang)], `${node.label[lang]} → ${name(state.path)}`),
    el("button", { onclick: () => act.change({ path: "" }) }, word("path_off", lang)),
    el("p", {}, path.length ? word("steps", lang, { n: path.length - 1 }) : word(page.data.directed ? "no_path_directed" : "no_path", lang)),
    el("ol", { class: "ties" }, ...steps),
  ];
}

function measures({ page, seen, state }: Seen, node: NodeRecord): HTMLElement {
  const { lang } = state;
  const money = (amount: number | null) => (amount === null ? "" : `${amount.toLocaleString(lang)} ${node.currency}`.trim());
  const rows: [string, string][] = [
    [word("degree", lang), figure(seen.degree.get(node.id) ?? 0, lang)],
    [word("weighted", lang), figure(seen.strength.get(node.id) ?? 0, lang)],
    [word("by_amount_in", lang), money(node.amountIn)],
    [word("by_amount_out", lang), money(node.amountOut)],
    [word("betweenness", lang), figure(node.betweenness, lang)],
    [word("pagerank", lang), figure(node.pagerank, lang)],
    [word("group", lang), page.community.get(node.community)?.label[lang] ?? ""],
    [word("time", lang), node.start || node.end ? `${node.start} – ${node.end}` : ""],
  ];
  return el("dl", {}, ...rows.filter(([, value]) => value).flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}

function elsewhere(node: NodeRecord, lang: State["lang"]): HTMLElement {
  const own = el("a", { href: node.page }, word("page", lang, { name: node.label[lang] }));
  const links = [...new Set(node.same)].map((iri) => el("a", { href: iri, rel: "noopener" }, host(iri)));
  return el("p", { class: "links" }, el("code", {}, node.curie), ...[own, ...links].flatMap((link) => [" · ", link]));
}

function host(iri: string): string {
  return iri.replace(/^https?:\/\/(www\.|sws\.)?/, "").split("/")[0] ?? iri;
}

/** What the page holds of a way: whether it is asked for at all. */
export function asksForPath(page: Page, state: State): boolean {
  return Boolean(state.path && page.node.has(state.selected));
}
