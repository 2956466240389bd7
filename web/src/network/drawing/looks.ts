// What nodes look like: colour and size by any attribute, with the legend that says so.
import { MANY, type NodeRecord, type Page } from "../data";
import { figure } from "../../shared/element";
import type { Choice } from "../../shared/choice";
import { word, type Lang } from "../../shared/texts";
import type { Visible } from "../selection/filter";
import type { State } from "../state";

export interface Key { colour: string; shape: string; text: string; kind?: string }
export interface Looks { colour(id: string): string; radius(id: string): number; keys: Key[] }

const [NONE, SEVERAL] = ["#b8bfc8", "#5b6470"];
/** From little to much: viridis, cut where it gets too light to see. */
const RAMP = ["#440154", "#414487", "#2a788e", "#22a884", "#7ad151"].reverse();

type Measure = (node: NodeRecord, seen: Visible) => number | null;
const year = (text: string) => (text ? Number(text.slice(0, 4)) : null);

/** What a node can be sized and coloured by: numbers. Ties are those that are seen. */
const MEASURES: Record<string, Measure> = {
  degree: (node, seen) => seen.degree.get(node.id) ?? 0,
  weighted_degree: (node, seen) => seen.strength.get(node.id) ?? 0,
  betweenness: (node) => node.betweenness,
  pagerank: (node) => node.pagerank,
  core: (node) => node.core,
  in_degree: (node) => node.inDegree,
  out_degree: (node) => node.outDegree,
  amount_in: (node) => node.amountIn,
  amount_out: (node) => node.amountOut,
  start: (node) => year(node.start),
  end: (node) => year(node.end),
};
const GROUPS = ["class", "community", "department", "theme"] as const;

/** The attributes that tell nodes of this network apart. */
export function attributes(page: Page, what: "colour" | "size"): string[] {
  const whole: Visible = {
    nodes: new Set(), edges: new Map(),
    degree: new Map(page.data.nodes.map((node) => [node.id, node.degree])),
    strength: new Map(page.data.nodes.map((node) => [node.id, node.weightedDegree])),
  };
  const numbers = Object.keys(MEASURES).filter((name) => new Set(page.data.nodes.map((node) => MEASURES[name]!(node, whole))).size > 1);
  const sized = numbers.filter((name) => name !== "start" && name !== "end");
  if (what === "size") return ["same", ...sized];
  return [...GROUPS.filter((name) => (name !== "department" || page.data.departments.length) && (name !== "theme" || page.data.themes.length)), ...numbers];
}

/** How nodes look in a state. */
export function looks(page: Page, seen: Visible, state: State, room: number): Looks {
  const shown = page.data.nodes.filter((node) => seen.nodes.has(node.id));
  return { ...colours(page, seen, shown, state), radius: radii(page, seen, shown, state, room) };
}

/** Nodes shrink with the screen, and where there are many. */
function radii(page: Page, seen: Visible, shown: NodeRecord[], state: State, room: number): Looks["radius"] {
  const many = page.data.nodes.length > MANY;
  const fit = Math.min(1, Math.max(0.5, room / 900)) * (many ? 0.6 : 1);
  const least = many ? 1.2 : 4 * fit;
  const measure = MEASURES[state.size];
  if (!measure) return () => least + 4 * fit;
  const most = shown.reduce((top, node) => Math.max(top, measure(node, seen) ?? 0), 0) || 1;
  return (id) => least + 14 * fit * Math.sqrt(Math.max(0, measure(page.node.get(id)!, seen) ?? 0) / most);
}

/** Three values of what the size says, the largest first: for the legend. */
export function sizeSteps(page: Page, seen: Visible, state: State): { id: string; text: string }[] {
  const measure = MEASURES[state.size];
  if (!measure) return [];
  const known = page.data.nodes.filter((node) => seen.nodes.has(node.id) && measure(node, seen) !== null);
  const sorted = known.sort((a, b) => measure(b, seen)! - measure(a, seen)!);
  const picked = [sorted[0], sorted[Math.floor(sorted.length / 8)], sorted.at(-1)];
  const steps = picked.filter((node): node is NodeRecord => Boolean(node)).map((node) => ({ id: node.id, text: figure(measure(node, seen)!, state.lang) }));
  return steps.filter((step, index) => steps.findIndex((one) => one.text === step.text) === index);
}

function colours(page: Page, seen: Visible, shown: NodeRecord[], state: State): Pick<Looks, "colour" | "keys"> {
  const { lang, colour } = state;
  if (MEASURES[colour]) return ramp(page, seen, shown, MEASURES[colour]!, lang, colour);
  if (colour === "community") return communities(page, shown, lang);
  if (colour === "department" || colour === "theme") {
    return many(page, shown, lang, colour === "theme" ? page.data.themes : page.data.departments, (node) => (colour === "theme" ? node.themes : node.departments));
  }
  const kinds = page.data.types.filter((type) => shown.some((node) => node.type === type.id));
  return {
    colour: (id) => page.kind.get(page.node.get(id)!.type)?.colour ?? NONE,
    keys: kinds.map((kind) => ({ colour: kind.colour, shape: kind.shape, text: kind.label[lang], kind: kind.id })),
  };
}

function communities(page: Page, shown: NodeRecord[], lang: Lang): Pick<Looks, "colour" | "keys"> {
  const used = new Set(shown.map((node) => node.community));
  const names = new Map<string, string[]>();
  for (const { id, colour, label } of page.data.communities) if (used.has(id)) names.set(colour, [...(names.get(colour) ?? []), label[lang]]);
  return {
    colour: (id) => page.community.get(page.node.get(id)!.community)?.colour ?? NONE,
    keys: [...names].map(([colour, all]) => ({ colour, shape: "disc", text: all.length === 1 ? all[0]! : word("others", lang, { n: all.length }) })),
  };
}

/** Groups of which a node may have several: the most frequent have a colour each. */
function many(page: Page, shown: NodeRecord[], lang: Lang, choices: Choice[], of: (node: NodeRecord) => string[]): Pick<Looks, "colour" | "keys"> {
  const count = new Map<string, number>();
  for (const node of shown) if (of(node).length === 1) count.set(of(node)[0]!, (count.get(of(node)[0]!) ?? 0) + 1);
  const { palette, others } = page.data;
  const every = [...count].sort((a, b) => b[1] - a[1]).map(([id]) => id);
  const ranked = every.slice(0, palette.length);
  const own = new Map(ranked.map((id, index) => [id, palette[index]!]));
  const rest: Key[] = [
    ...(every.length > ranked.length ? [{ colour: others, shape: "disc", text: word("others", lang, { n: every.length - ranked.length }) }] : []),
    { colour: SEVERAL, shape: "disc", text: word("several", lang) },
    { colour: NONE, shape: "disc", text: word("none", lang) },
  ];
  return {
    colour: (id) => {
      const groups = of(page.node.get(id)!);
      if (!groups.length) return NONE;
      return groups.length > 1 ? SEVERAL : own.get(groups[0]!) ?? others;
    },
    keys: [...ranked.map((id) => ({ colour: own.get(id)!, shape: "disc", text: choices.find((one) => one.id === id)?.label[lang] ?? id })), ...rest],
  };
}

/** Numbers in five steps of as many nodes each, as far as equal numbers allow. */
function ramp(page: Page, seen: Visible, shown: NodeRecord[], measure: Measure, lang: Lang, name: string): Pick<Looks, "colour" | "keys"> {
  const values = shown.map((node) => measure(node, seen)).filter((value): value is number => value !== null).sort((a, b) => a - b);
  const cuts = [...new Set([0, 0.2, 0.4, 0.6, 0.8].map((part) => values[Math.floor(part * values.length)] ?? 0))];
  const shade = (step: number) => RAMP[Math.round(step * (RAMP.length - 1) / Math.max(1, cuts.length - 1))]!;
  const years = name === "start" || name === "end";
  const said = (value: number) => (years ? String(value) : figure(value, lang));
  const keys = cuts.map((cut, step) => {
    const below = values.filter((value) => value >= cut && value < (cuts[step + 1] ?? Infinity));
    const to = below.at(-1) ?? cut;
    return { colour: shade(step), shape: "disc", text: to > cut ? `${said(cut)} – ${said(to)}` : said(cut) };
  });
  const missing = values.length < shown.length ? [{ colour: NONE, shape: "disc", text: word("none", lang) }] : [];
  return {
    colour: (id) => {
      const value = measure(page.node.get(id)!, seen);
      return value === null ? NONE : shade(Math.max(0, cuts.findLastIndex((cut) => cut <= value)));
    },
    keys: [...keys, ...missing],
  };
}
