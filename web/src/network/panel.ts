// The panel beside the drawing: what the chosen node is, its ties and their evidence.
import { type EdgeRecord, type NodeRecord, otherEnd, type Page } from "./data";
import { el, figure } from "../shared/element";
import type { Visible } from "./filter";
import { several, word } from "../shared/texts";
import type { State } from "./state";

const FIRST = 60;

export interface PanelActions { select(id: string): void; close(): void; ego(): void }

/** Fill the panel for the selected node, or hide it. */
export function fillPanel(panel: HTMLElement, page: Page, seen: Visible, state: State, act: PanelActions): void {
  const node = page.node.get(state.selected);
  panel.hidden = !node;
  if (!node) { panel.replaceChildren(); return; }
  const { lang } = state;
  const ties = (page.edgesOf.get(node.id) ?? []).filter((index) => seen.edges.has(index))
    .map((index) => page.data.edges[index]!)
    .sort((a, b) => b.weight - a.weight);
  panel.replaceChildren(
    el("header", {},
      el("p", { class: "kind" }, dot(page, node), typeLabel(page, node, lang)),
      el("h2", {}, node.label[lang]),
      el("button", { class: "close", onclick: () => act.close(), "aria-label": word("close", lang) }, "×"),
    ),
    measures(page, node, lang),
    el("button", { onclick: () => act.ego(), "aria-pressed": String(state.ego) }, word(state.ego ? "ego_off" : "ego", lang)),
    elsewhere(node, lang),
    el("h3", {}, `${word("ties", lang)} (${ties.length})`),
    tieList(page, node, ties, lang, act),
  );
}

function dot(page: Page, node: NodeRecord): HTMLElement {
  return el("span", { class: "dot", style: `background:${page.colourOfType.get(node.type) ?? "#888"}` });
}

function typeLabel(page: Page, node: NodeRecord, lang: State["lang"]): string {
  return page.data.types.find((type) => type.id === node.type)?.label[lang] ?? node.type;
}

function measures(page: Page, node: NodeRecord, lang: State["lang"]): HTMLElement {
  const group = page.data.communities.find((one) => one.id === node.community);
  const rows: [string, string][] = [
    [word("degree", lang), figure(node.degree, lang)],
    [word("weighted", lang), figure(node.weightedDegree, lang)],
    [word("betweenness", lang), figure(node.betweenness, lang)],
    [word("pagerank", lang), figure(node.pagerank, lang)],
    [word("group", lang), group?.label[lang] ?? ""],
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

function tieList(page: Page, node: NodeRecord, ties: EdgeRecord[], lang: State["lang"], act: PanelActions): HTMLElement {
  const list = el("ul", { class: "ties" }, ...ties.slice(0, FIRST).map((edge) => tie(page, node, edge, lang, act)));
  if (ties.length > FIRST) {
    const more = el("li", {}, el("button", {
      onclick: () => { more.remove(); list.append(...ties.slice(FIRST).map((edge) => tie(page, node, edge, lang, act))); },
    }, word("more", lang)));
    list.append(more);
  }
  return list;
}

function tie(page: Page, node: NodeRecord, edge: EdgeRecord, lang: State["lang"], act: PanelActions): HTMLElement {
  const other = page.node.get(otherEnd(edge, node.id))!;
  const relation = page.data.relations.find((one) => one.id === edge.relation)?.label[lang] ?? edge.relation;
  return el("li", {},
    el("button", { class: "link", onclick: () => act.select(other.id) }, dot(page, other), other.label[lang]),
    el("details", {},
      el("summary", { class: "quiet" }, `${relation} · ${figure(edge.weight, lang)}`),
      shared(page, edge, lang),
      el("ul", { class: "evidence" }, ...edge.evidence.map((one) =>
        el("li", {}, el("a", { href: one.page }, one.label[lang] || one.fact), " ", el("span", { class: "quiet" }, word("place", lang, { section: one.section, lines: one.lines, n: several(one.lines) }))))),
    ),
  );
}

/** What both ends share, where the network counts that. */
function shared(page: Page, edge: EdgeRecord, lang: State["lang"]): HTMLElement | null {
  const names = page.data.shared.filter((one) => edge.shared.includes(one.id)).map((one) => one.label[lang]);
  return names.length ? el("p", { class: "shared" }, `${word("shared", lang)}: ${names.join(", ")}`) : null;
}
