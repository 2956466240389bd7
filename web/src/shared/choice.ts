// A list to choose from, by label in the reader's language.
import { el } from "./element";
import { folded, type Lang, type Text } from "./texts";

export interface Choice { id: string; label: Text }

/** A select of all or one of some things; nothing where there are none. */
export function choice(names: { one: string; all: string }, options: Choice[], value: string, lang: Lang, change: (id: string) => void): HTMLElement {
  if (!options.length) return el("span", { hidden: true });
  const sorted = [...options].sort((a, b) => a.label[lang].localeCompare(b.label[lang], lang, { numeric: true }));
  return el("label", {}, names.one,
    el("select", { onchange: (event: Event) => change((event.target as HTMLSelectElement).value) },
      el("option", { value: "" }, names.all),
      ...sorted.map((one) => el("option", { value: one.id, selected: one.id === value }, one.label[lang]))));
}

/** The thing that a name, the end of an IRI, or the IRI means; what is not there leaves no tie. */
export function chosen(choices: Choice[], text: string): string {
  const wanted = folded(text);
  const fits = ({ id, label }: Choice) => id === text || [label.da, label.en, id.split(/[/#:]/).at(-1)!].some((one) => folded(one) === wanted);
  return text ? choices.find(fits)?.id ?? text : "";
}
