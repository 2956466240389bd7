// The saved queries: a list to choose from, and a form for the values of one.
import { el } from "../shared/element";
import { word } from "../shared/texts";
import { expand, filled, type PageData, type Parameter, type SavedQuery, toTerm } from "./page";

type Values = Record<string, string>;
/** What is done with a query and the text its values make. */
export interface Chosen { run(text: string, query: SavedQuery, values: Values): void; edit(text: string): void; show(text: string): void }

export interface Saved { elements: HTMLElement[]; choose(name: string, values?: Values): boolean; submit(): void }

/** The list and the form. */
export function savedQueries(page: PageData, chosen: Chosen): Saved {
  const { lang } = page;
  const form = el("form", { class: "parameters", hidden: true });
  const picker = el("select", { id: "saved", onchange: () => choose(picker.value) },
    el("option", { value: "" }, word("choose", lang)), ...topics(page));

  function choose(name: string, values: Values = {}): boolean {
    const query = page.queries.find((one) => one.name === name);
    form.hidden = !query;
    if (!query) return false;
    picker.value = name;
    fillForm(query, values);
    chosen.show(query.text);
    return true;
  }

  function fillForm(query: SavedQuery, values: Values): void {
    const texts = (): Values => Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    const terms = () => Object.fromEntries(query.params.map(({ name, type }) => [name, texts()[name] ? toTerm(type, texts()[name]!) : ""]));
    form.onsubmit = (event) => {
      event.preventDefault();
      chosen.run(filled(query, terms()), query, texts());
    };
    form.replaceChildren(
      el("h2", {}, query.summary), el("p", {}, query.description), ...query.params.map((one) => field(one, values[one.name], page)),
      el("button", { type: "submit", class: "primary" }, word("run", lang)), " ",
      el("button", { type: "button", onclick: () => chosen.edit(filled(query, terms())) }, word("edit", lang)),
    );
  }

  const list = el("p", {}, el("label", { for: "saved" }, word("saved", lang)), " ", picker);
  return { elements: [list, form], choose, submit: () => form.requestSubmit() };
}

function field(parameter: Parameter, given: string | undefined, page: PageData): HTMLElement {
  const id = `p-${parameter.name}`;
  const options = (page.options[parameter.type] ?? []).map((name) => [`<${page.namespace}${name}>`, page.things[name]!] as const);
  const choices = parameter.values.length ? parameter.values.map((one) => [one, one] as const) : options;
  const value = meant(given ?? parameter.default ?? "", choices, page);
  const input = choices.length
    ? el("select", { id, name: parameter.name },
      ...(parameter.optional ? [el("option", { value: "" }, word("any", page.lang))] : []),
      ...choices.map(([term, label]) => el("option", { value: term, selected: term === value }, label)))
    : el("input", { id, name: parameter.name, value });
  return el("p", {}, el("label", { for: id }, parameter.label), " ", input);
}

/** The choice that a value names: itself, by its short name, or by its label. */
function meant(value: string, choices: readonly (readonly [string, string])[], page: PageData): string {
  const names = [value, `<${value}>`, `<${expand(value, page.prefixes)}>`, `<${page.namespace}section/${value}>`];
  const found = choices.find(([term]) => names.includes(term)) ?? choices.find(([, label]) => label.toLowerCase() === value.toLowerCase());
  return found?.[0] ?? value;
}

function topics(page: PageData): HTMLElement[] {
  const names = [...new Set(page.queries.map((query) => query.topic))];
  return names.map((topic) => el("optgroup", { label: topic },
    ...page.queries.filter((query) => query.topic === topic).map((query) => el("option", { value: query.name }, query.summary))));
}
