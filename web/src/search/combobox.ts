// A search field with suggestions (the ARIA pattern of a combobox with a list).
import { el } from "../shared/element";
import type { Found } from "./shelf";

type Suggestion = Found & { href: string };
const REST = 80; // milliseconds after the last key
let count = 0;

/** Suggest while a reader types; arrows choose, Enter opens, Escape closes. */
export function combobox(field: HTMLInputElement, suggest: (text: string) => Suggestion[], name: string): void {
  const id = `suggestions-${count += 1}`;
  const list = el("ul", { id, class: "suggestions", role: "listbox", "aria-label": name, hidden: true });
  let chosen = -1;
  let timer = 0;
  Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": "false" }).forEach(([key, value]) => field.setAttribute(key, value));
  field.parentElement!.append(list);

  function fill(): void {
    const found = field.value.trim().length > 1 ? suggest(field.value) : [];
    chosen = -1;
    list.replaceChildren(...found.map((one, i) => el("li", { id: `${id}-${i}`, role: "option", "aria-selected": "false", "data-href": one.href,
      onmousedown: (event: Event) => { event.preventDefault(); location.href = one.href; } },
      one.label.charAt(0).toUpperCase() + one.label.slice(1), " ", el("span", { class: "kind" }, one.kind))));
    show(found.length > 0 && document.activeElement === field);
  }

  function show(open: boolean): void {
    list.hidden = !open;
    field.setAttribute("aria-expanded", String(open));
    if (!open) field.removeAttribute("aria-activedescendant");
  }

  function choose(step: number): void {
    const options = [...list.children];
    chosen = (chosen + step + options.length + 1) % (options.length + 1);
    if (chosen === options.length) chosen = -1;
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === chosen)));
    if (chosen < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", `${id}-${chosen}`);
  }

  field.addEventListener("input", () => { clearTimeout(timer); timer = window.setTimeout(fill, REST); });
  field.addEventListener("blur", () => show(false));
  field.form!.addEventListener("submit", () => { clearTimeout(timer); show(false); });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") choose(event.key === "ArrowDown" ? 1 : chosen < 0 ? list.children.length : -1);
    else if (event.key === "Escape") show(false);
    else if (event.key === "Enter" && chosen >= 0) location.href = (list.children[chosen] as HTMLElement).dataset["href"]!;
    else return;
    event.preventDefault();
  });
  if (document.activeElement === field && field.value) fill();
}
