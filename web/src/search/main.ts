// The search of the site: suggestions in every search field, and the page of what is found.
import { el } from "../shared/element";
import { type Entry, know, type Lang, word } from "../shared/texts";
import { answer } from "./answer";
import { combobox } from "./combobox";
import { type Data, type Found, type Group, open, type Shelf } from "./shelf";

declare global { interface Window { kkgraphShelf?: Data & { texts: Record<string, Entry> } } }

const MOST = 60;
const SUGGESTED = 8;
const GROUPS: Group[] = ["thing", "query", "fact", "term"];
const lang = document.documentElement.lang as Lang;
const folder = `${document.body.dataset["root"] ?? ""}${lang === "en" ? "" : `${lang}/`}`;
const link = (page: string) => folder + page.replace(/(\/|^)(#.*)?$/, "$1index.html$2");

know(lang, window.kkgraphShelf!.texts);
const list = document.getElementById("hits");
const asked = list && fill(document.querySelector<HTMLInputElement>("#q")!);
void open(window.kkgraphShelf!).then((shelf) => {
  for (const field of document.querySelectorAll<HTMLInputElement>(".search input[name=q]"))
    combobox(field, (text) => shelf.suggest(text, SUGGESTED).map((one) => ({ ...one, href: link(one.page) })), word("suggestions", lang));
  if (list && asked) page(shelf, list, asked, document.getElementById("found")!);
});

/** Put the address's text into the field; a reader may type while the texts are opened. */
function fill(field: HTMLInputElement): HTMLInputElement {
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  if (!field.value) field.focus();
  return field;
}

function page(shelf: Shelf, hits: HTMLElement, field: HTMLInputElement, status: HTMLElement): void {
  const said = document.getElementById("answer")!;

  function show(): void {
    const text = field.value.trim();
    const found = text ? shelf.search(text) : [];
    hits.replaceChildren(...GROUPS.flatMap((group) => section(group, found.filter((one) => one.group === group))));
    status.textContent = !text ? "" : word(found.length ? "hits" : "no_hits", lang, { n: found.length });
    history.replaceState(null, "", text ? `?q=${encodeURIComponent(text)}` : location.pathname);
  }

  field.addEventListener("input", () => { said.replaceChildren(); show(); });
  field.form!.addEventListener("submit", (event) => { event.preventDefault(); show(); void answer(said, field.value, lang, folder); });
  show();
  if (field.value) void answer(said, field.value, lang, folder);
}

function section(group: Group, found: Found[]): HTMLElement[] {
  if (!found.length) return [];
  const titles: Record<Group, string> = { thing: word("things", lang), query: word("queries", lang), fact: word("facts", lang), term: word("terms", lang) };
  return [el("section", {}, el("h2", {}, titles[group], " ", el("span", { class: "count" }, String(found.length))),
    el("ol", { class: "hits" }, ...found.slice(0, MOST).map(line)))];
}

function line({ page: to, label, kind, matches }: Found): HTMLElement {
  const other = matches && matches.toLowerCase() !== label.toLowerCase() ? ` · ${matches}` : "";
  return el("li", {}, el("a", { href: link(to) }, label.charAt(0).toUpperCase() + label.slice(1)), " ", el("span", { class: "kind" }, kind + other));
}
