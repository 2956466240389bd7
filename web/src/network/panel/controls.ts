// What is shown, and how it looks.
import type { Page } from "../data";
import { layoutsFor } from "../drawing/layouts";
import { attributes } from "../drawing/looks";
import type { Visible } from "../selection/filter";
import type { Layout, State } from "../state";
import { choice } from "../../shared/choice";
import { el } from "../../shared/element";
import { type Lang, word } from "../../shared/texts";
import { timeSlider } from "../../shared/time";

export interface ControlActions { change(part: Partial<State>): void; select(id: string): void; reset(): void; play(): void; playing(): boolean }

/** Build the controls for a state; called again whenever the language or a choice changes. */
export function fillControls(box: HTMLElement, page: Page, seen: Visible, state: State, act: ControlActions): void {
  const { lang } = state;
  const list = (name: "department" | "theme" | "relation") => choice(
    { one: word(name, lang), all: word("all", lang) }, page.data[`${name}s`], state[name], lang, (value) => act.change({ [name]: value }));
  box.replaceChildren(
    el("div", { class: "pairs" },
      select(word("layout", lang), layoutsFor(page).map((one) => [one, word(`layout_${one}`, lang)]), state.layout, (layout) => act.change({ layout: layout as Layout, pins: "", camera: "" })),
      select(word("colour_by", lang), attributes(page, "colour").map((one) => [one, named(one, lang)]), state.colour, (colour) => act.change({ colour })),
      select(word("size_by", lang), attributes(page, "size").map((one) => [one, named(one, lang)]), state.size, (size) => act.change({ size }))),
    kinds(page, seen, state, act),
    list("department"), list("theme"),
    choice({ one: word("chapter", lang), all: word("all", lang) }, page.data.sections, state.chapter, lang, (chapter) => act.change({ chapter })),
    page.data.relations.length > 1 ? list("relation") : el("span", { hidden: true }),
    timeSlider(page.years, page.data.edges, lang, state, act),
    weightSlider(page, state, act),
    slider(word("core_least", lang), 0, page.data.nodes.reduce((most, node) => Math.max(most, node.core), 0), state.core, (core) => act.change({ core })),
    state.ego ? slider(word("radius", lang), 1, 4, state.radius, (radius) => act.change({ radius })) : el("span", { hidden: true }),
    check(word("largest", lang), state.largest, (largest) => act.change({ largest })),
    check(word("isolated", lang), state.isolated, (isolated) => act.change({ isolated })),
    ...measuresNote(page, seen, lang),
    el("button", { onclick: () => act.reset() }, word("reset", lang)),
    el("p", { class: "quiet keys" }, word("keys", lang)),
  );
}

/** Where only a part is shown: which measures are of the part, and which of the whole. */
export function measuresNote(page: Page, seen: Visible, lang: Lang): HTMLElement[] {
  const all = seen.edges.size === page.data.edges.length && seen.nodes.size === page.data.nodes.length;
  return all ? [] : [el("p", { class: "quiet note" }, word("measures_of_whole", lang))];
}

/** What an attribute is called. */
export function named(attribute: string, lang: Lang): string {
  return word(`by_${attribute}`, lang);
}

function select(name: string, options: [string, string][], value: string, change: (value: string) => void): HTMLElement {
  return el("label", {}, name, el("select", { onchange: (event: Event) => change((event.target as HTMLSelectElement).value) },
    ...options.map(([id, text]) => el("option", { value: id, selected: id === value }, text))));
}

function check(name: string, checked: boolean, change: (value: boolean) => void): HTMLElement {
  return el("label", { class: "check" }, el("input", { type: "checkbox", checked, onchange: () => change(!checked) }), name);
}

function slider(name: string, least: number, most: number, value: number, change: (value: number) => void): HTMLElement {
  if (most <= least) return el("span", { hidden: true });
  const shown = el("span", {}, String(value));
  return el("label", {}, el("span", {}, `${name}: `, shown), el("input", {
    type: "range", min: String(least), max: String(most), value: String(value),
    oninput: (event: Event) => { shown.textContent = (event.target as HTMLInputElement).value; },
    onchange: (event: Event) => change(Number((event.target as HTMLInputElement).value)),
  }));
}

function weightSlider(page: Page, state: State, act: ControlActions): HTMLElement {
  const steps = [...new Set(page.data.edges.map((edge) => edge.weight))].sort((a, b) => a - b);
  if (steps.length < 2) return el("span", { hidden: true });
  const at = Math.max(0, steps.findIndex((step) => step >= state.minWeight));
  const shown = el("span", {}, short(steps[at]!));
  const index = (event: Event) => Number((event.target as HTMLInputElement).value);
  return el("label", {}, el("span", {}, `${word("weight", state.lang)}: `, shown),
    el("input", {
      type: "range", min: "0", max: String(steps.length - 1), value: String(at),
      oninput: (event: Event) => { shown.textContent = short(steps[index(event)]!); },
      onchange: (event: Event) => act.change({ minWeight: index(event) ? steps[index(event)]! : 0 }),
    }));
}

const short = (value: number) => String(Math.round(value * 1000) / 1000);

/** Which kinds are shown, with their shape and colour. */
function kinds(page: Page, seen: Visible, state: State, act: ControlActions): HTMLElement {
  const { lang, hidden } = state;
  const count = new Map<string, number>();
  for (const id of seen.nodes) {
    const { type } = page.node.get(id)!;
    count.set(type, (count.get(type) ?? 0) + 1);
  }
  return el("fieldset", {}, el("legend", {}, word("types", lang)), ...page.data.types.map((type) => check(
    `${type.label[lang]} (${count.get(type.id) ?? 0})`, !hidden.includes(type.id),
    (on) => act.change({ hidden: on ? hidden.filter((id) => id !== type.id) : [...hidden, type.id] }))));
}
