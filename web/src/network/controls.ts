// Search, filters and legend.
import { folded, type Page } from "./data";
import { choice } from "../shared/choice";
import { el } from "../shared/element";
import type { Visible } from "./filter";
import { type Lang, word } from "../shared/texts";
import type { State } from "./state";

export interface ControlActions { change(part: Partial<State>): void; select(id: string): void; reset(): void }

const HITS = 12;

/** Build the controls for a state; called again whenever the language or a choice changes. */
export function fillControls(box: HTMLElement, page: Page, seen: Visible, state: State, act: ControlActions): void {
  const { lang } = state;
  box.replaceChildren(
    choice({ one: word("department", lang), all: word("all", lang) }, page.data.departments, state.department, lang, (department) => act.change({ department })),
    choice({ one: word("theme", lang), all: word("all", lang) }, page.data.themes, state.theme, lang, (theme) => act.change({ theme })),
    page.data.relations.length > 1
      ? choice({ one: word("relation", lang), all: word("all", lang) }, page.data.relations, state.relation, lang, (relation) => act.change({ relation }))
      : el("span", { hidden: true }),
    weightSlider(page, state, act),
    el("label", { class: "check" },
      el("input", { type: "checkbox", checked: state.isolated, onchange: (event: Event) => act.change({ isolated: (event.target as HTMLInputElement).checked }) }),
      word("isolated", lang)),
    radiusSlider(state, act),
    legend(page, seen, state, act),
    el("button", { onclick: () => act.reset() }, word("reset", lang)),
    el("p", { class: "quiet" }, word("keys", lang)),
  );
}

function weightSlider(page: Page, state: State, act: ControlActions): HTMLElement {
  const steps = [...new Set(page.data.edges.map((edge) => edge.weight))].sort((a, b) => a - b);
  if (steps.length < 2) return el("span", { hidden: true });
  const at = Math.max(0, steps.findIndex((step) => step >= state.minWeight));
  const shown = el("output", {}, String(steps[at]));
  return el("label", {}, el("span", {}, `${word("weight", state.lang)}: `, shown),
    el("input", {
      type: "range", min: "0", max: String(steps.length - 1), value: String(at),
      oninput: (event: Event) => { shown.textContent = String(steps[Number((event.target as HTMLInputElement).value)]); },
      onchange: (event: Event) => {
        const index = Number((event.target as HTMLInputElement).value);
        act.change({ minWeight: index ? steps[index]! : 0 });
      },
    }));
}

function radiusSlider(state: State, act: ControlActions): HTMLElement {
  if (!state.ego) return el("span", { hidden: true });
  return el("label", {}, `${word("radius", state.lang)}: ${state.radius}`,
    el("input", {
      type: "range", min: "1", max: "4", value: String(state.radius),
      onchange: (event: Event) => act.change({ radius: Number((event.target as HTMLInputElement).value) }),
    }));
}

function legend(page: Page, seen: Visible, state: State, act: ControlActions): HTMLElement {
  const { lang } = state;
  const swap = el("label", {}, word("colour_by", lang),
    el("select", { onchange: (event: Event) => act.change({ colour: (event.target as HTMLSelectElement).value as State["colour"] }) },
      el("option", { value: "type", selected: state.colour === "type" }, word("type", lang)),
      el("option", { value: "community", selected: state.colour === "community" }, word("community", lang))));
  const types = el("fieldset", {}, el("legend", {}, word("types", lang)),
    ...page.data.types.map((type) => {
      const count = page.data.nodes.filter((node) => node.type === type.id && seen.nodes.has(node.id)).length;
      const hidden = state.hiddenTypes.includes(type.id);
      return el("label", { class: "check" },
        el("input", {
          type: "checkbox", checked: !hidden,
          onchange: () => act.change({ hiddenTypes: hidden ? state.hiddenTypes.filter((id) => id !== type.id) : [...state.hiddenTypes, type.id] }),
        }),
        state.colour === "type" ? el("span", { class: "dot", style: `background:${type.colour}` }) : null,
        `${type.label[lang]} (${count})`);
    }));
  const groups = state.colour !== "community" ? null
    : el("fieldset", {}, el("legend", {}, word("communities", lang)),
      ...page.data.communities.slice(0, 12).map((one) =>
        el("p", { class: "check" }, el("span", { class: "dot", style: `background:${one.colour}` }), `${one.label[lang]} (${one.size})`)));
  const sizes = el("p", { class: "quiet" }, word("sizes", lang, { meaning: page.data.weightMeaning[lang] }));
  return el("div", {}, swap, types, groups, sizes);
}

/** The search box with its list of hits; kept apart so that typing is not disturbed by redraws. */
export function searchBox(page: Page, lang: () => Lang, act: ControlActions): { element: HTMLElement; input: HTMLInputElement; relabel(): void } {
  const names = page.data.nodes.map((node) => ({ node, text: folded([node.label.da, node.label.en, node.curie, ...node.spellings].join(" ")) }));
  const list = el("ul", { class: "hits", id: "hits", hidden: true });
  const input = el("input", { type: "search", "aria-controls": "hits", autocomplete: "off" });
  const caption = el("span", {});
  const choose = (id: string) => { list.hidden = true; input.value = ""; act.select(id); };
  input.addEventListener("input", () => {
    const wanted = folded(input.value.trim());
    const hits = wanted ? names.filter((one) => one.text.includes(wanted)).slice(0, HITS) : [];
    list.hidden = !wanted;
    list.replaceChildren(...(hits.length
      ? hits.map(({ node }) => el("li", {}, el("button", { class: "link", onclick: () => choose(node.id) }, node.label[lang()])))
      : [el("li", { class: "quiet" }, word("nothing", lang()))]));
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { list.hidden = true; input.blur(); }
    const first = list.querySelector("button");
    if (event.key === "Enter" && first) first.click();
    if (event.key === "ArrowDown" && first) { event.preventDefault(); first.focus(); }
  });
  const relabel = () => { caption.textContent = word("search", lang()); input.placeholder = word("search_hint", lang()); };
  relabel();
  return { element: el("div", { class: "search" }, el("label", {}, caption, input), list), input, relabel };
}
