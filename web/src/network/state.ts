// What the reader has chosen. It lives in the address after "#", so a link brings it back; what
// selects ties is called there as on the command line.
import { reader } from "../shared/hash";
import { timeOf, timeWords } from "../shared/selection";
import { chosen } from "../shared/choice";
import type { Lang } from "../shared/texts";
import { nodeOf, type Page } from "./data";

export const LAYOUTS = ["given", "force", "circle", "place", "columns"] as const;
export type Layout = (typeof LAYOUTS)[number];

export interface State {
  lang: Lang;
  view: "graph" | "table";
  layout: Layout;
  colour: string;
  size: string;
  hidden: string[];
  department: string;
  theme: string;
  chapter: string;
  relation: string;
  first: string;
  last: string;
  minWeight: number;
  ego: string;
  radius: number;
  core: number;
  largest: boolean;
  isolated: boolean;
  selected: string;
  tie: string;
  path: string;
  /** Nodes that were moved: "city:oslo@10,20;…", in the drawing's own units. */
  pins: string;
  /** Where the camera stands: "x,y,ratio", "" for all of the drawing. */
  camera: string;
}

export const START: State = {
  lang: "en", view: "graph", layout: "given", colour: "class", size: "degree", hidden: [],
  department: "", theme: "", chapter: "", relation: "", first: "", last: "", minWeight: 0, ego: "", radius: 1,
  core: 0, largest: false, isolated: true, selected: "", tie: "", path: "", pins: "", camera: "",
};

/** The state that an address part describes; unknown or unfit values are passed over. */
export function fromHash(hash: string, start: State, page: Page): State {
  const { text, has, pick, number } = reader(hash);
  const whole = (key: string, old: number, least: number, most: number) => Math.min(most, Math.max(least, Math.round(number(key, old))));
  const node = (key: string) => nodeOf(page, text(key, ""));
  return {
    lang: pick("lang", start.lang, ["da", "en"]),
    view: pick("view", start.view, ["graph", "table"]),
    layout: pick("layout", start.layout, LAYOUTS),
    colour: text("colour", start.colour),
    size: text("size", start.size),
    hidden: has("hide") ? text("hide", "").split(",").filter(Boolean) : start.hidden,
    department: chosen(page.data.departments, text("department", "")),
    theme: chosen(page.data.themes, text("theme", "")),
    chapter: chosen(page.data.sections, text("chapter", "")),
    relation: chosen(page.data.relations, text("relation", "")),
    ...timeOf({ text, has }),
    minWeight: Math.max(0, number("min-weight", start.minWeight)),
    ego: node("ego"),
    radius: whole("radius", start.radius, 0, 9),
    core: whole("k-core", start.core, 0, 999),
    largest: text("largest", "") === "yes",
    isolated: text("drop-isolated", "") !== "yes",
    selected: node("selected"),
    tie: text("tie", ""),
    path: node("path"),
    pins: text("pins", ""),
    camera: text("camera", ""),
  };
}

/** The address part of a state: what is as at the start is left out. */
export function toHash(state: State, start: State, page: Page): string {
  const curie = (id: string) => page.node.get(id)?.curie ?? "";
  const name = (id: string) => id.split("/").at(-1) ?? id;
  const parts: Record<string, string> = {
    ...differing(state, start),
    hide: state.hidden.join(","),
    department: name(state.department), theme: name(state.theme), chapter: state.chapter, relation: state.relation,
    ...timeWords(state),
    "min-weight": state.minWeight ? String(state.minWeight) : "",
    ego: curie(state.ego), radius: state.ego && state.radius !== start.radius ? String(state.radius) : "",
    "k-core": state.core ? String(state.core) : "",
    largest: state.largest ? "yes" : "", "drop-isolated": state.isolated ? "" : "yes",
    selected: curie(state.selected), tie: state.tie, path: curie(state.path), pins: state.pins, camera: state.camera,
  };
  return new URLSearchParams(Object.entries(parts).filter(([, value]) => value)).toString();
}

function differing(state: State, start: State): Record<string, string> {
  const looks = ["lang", "view", "layout", "colour", "size"] as const;
  return Object.fromEntries(looks.filter((key) => state[key] !== start[key]).map((key) => [key, state[key]]));
}
