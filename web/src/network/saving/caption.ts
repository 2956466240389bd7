// What goes with a drawing: title, selection, what colour, shape, size and width say, the source.
import type { Page } from "../data";
import { type Key, type Looks, sizeSteps } from "../drawing/looks";
import { named } from "../panel/controls";
import type { Visible } from "../selection/filter";
import type { State } from "../state";
import { figure } from "../../shared/element";
import type { Text } from "../../shared/texts";
import { folded, word } from "../../shared/texts";

export interface Caption {
  title: string; notes: string[]; selection: string; source: string; address: string;
  citation: string; attributes: Record<string, string>;
  colourBy: string; keys: Key[]; shapes: Key[];
  sizeBy: string; sizes: { radius: number; text: string }[];
  widthBy: string; widths: { width: number; text: string }[];
}

export interface Drawn { looks: Looks; width(index: number): number }

/** Words for exactly what is seen, in the page's language. */
export function caption(page: Page, seen: Visible, state: State, { looks, width }: Drawn): Caption {
  const { lang } = state;
  const { data } = page;
  const chosen = selection(page, state);
  const counts = `${word("nodes", lang, { n: seen.nodes.size })}, ${word("edges", lang, { n: seen.edges.size })}`;
  const source = word("source", lang, { version: data.version });
  const address = /^https?:/.test(location.href) ? location.href : "";
  const widthBy = word("width_by", lang, { meaning: data.weightMeaning[lang] });
  return {
    title: data.title[lang], selection: chosen, source, address,
    citation: data.citation[lang], attributes: data.attributes[lang],
    colourBy: `${word("colour", lang)}: ${named(state.colour, lang)}`,
    keys: looks.keys,
    shapes: state.colour === "class" ? [] : shapes(page, seen, state),
    sizeBy: `${word("sizes", lang)}: ${named(state.size, lang)}`,
    sizes: sizeSteps(page, seen, state).map(({ id, text }) => ({ radius: looks.radius(id), text })),
    widthBy,
    widths: widths(seen).map(([index, weight]) => ({ width: width(index), text: figure(weight, lang) })),
    notes: [chosen ? `${counts}. ${chosen}.` : `${counts}.`, ...(address ? [address] : []), source],
  };
}

function shapes(page: Page, seen: Visible, { lang }: State): Key[] {
  const used = new Set([...seen.nodes].map((id) => page.node.get(id)!.type));
  const kinds = page.data.types.filter((type) => used.has(type.id));
  if (new Set(kinds.map((type) => type.shape)).size < 2) return [];
  return kinds.map((type) => ({ colour: "#8a94a0", shape: type.shape, text: type.label[lang] }));
}

/** The heaviest, a middling and the lightest tie. */
function widths(seen: Visible): [number, number][] {
  const sorted = [...seen.edges].sort((a, b) => b[1] - a[1]);
  const picked = [sorted[0], sorted[Math.floor(sorted.length / 8)], sorted.at(-1)].filter((one) => one !== undefined);
  return picked.filter((one, index) => picked.findIndex((other) => other[1] === one[1]) === index);
}

/** The filters of the file and of the page: "Theme: Health; Minimum weight: 2". */
function selection(page: Page, state: State): string {
  const { lang } = state;
  const { data } = page;
  const name = (list: { id: string; label: Text }[], id: string) => list.find((one) => one.id === id)?.label[lang] ?? id;
  const node = (id: string) => page.node.get(id)?.label[lang] ?? "";
  const time = state.first === state.last ? state.first : `${state.first || "…"} – ${state.last || "…"}`;
  const parts: [string, string][] = [
    [word("theme", lang), state.theme && name(data.themes, state.theme)],
    [word("chapter", lang), state.chapter && name(data.sections, state.chapter)],
    [word("department", lang), state.department && name(data.departments, state.department)],
    [word("relation", lang), state.relation && name(data.relations, state.relation)],
    [word("time", lang), state.first || state.last ? time : ""],
    [word("weight", lang), state.minWeight > 0 ? String(state.minWeight) : ""],
    [word("ego", lang), state.ego ? `${node(state.ego)}, ${word("radius", lang)}: ${state.radius}` : ""],
    [word("core_least", lang), state.core ? String(state.core) : ""],
    [word("largest", lang), state.largest ? word("yes", lang) : ""],
    [word("isolated", lang), state.isolated ? "" : word("no", lang)],
    [word("types", lang), state.hidden.map((type) => `−${name(data.types, type)}`).join(" ")],
    [word("path", lang), state.path ? `${node(state.selected)} → ${node(state.path)}` : ""],
  ];
  const added = parts.filter(([, value]) => value).map(([key, value]) => `${key}: ${value}`);
  return [data.selection[lang], ...added].filter(Boolean).join("; ");
}

/** The beginning of a saved file's name. */
export function fileName(page: Page): string {
  return folded(page.data.name).replace(/[^a-z0-9-]+/g, "-");
}
