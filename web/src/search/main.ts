// The search of the site: suggestions in every search field, and the page of what is found.
import { el } from "../shared/element";
import { type Entry, know, type Lang, word } from "../shared/texts";
import { answer } from "./answer";
import { combobox } from "./combobox";
import { type Data, type Found, type Group, open } from "./shelf";

declare global { interface Window { kkgraphShelf?: Data & { texts: Record<string, Entry> } } }

const MOST = 60;
const SUGGESTED = 8;
const GROUPS: Group[] = ["thing", "query", "fact", "term"];
const lang = document.documentElement.lang as Lang;
const folder = `${document.body.dataset["root"] ?? ""}${lang === "en" ? "" : `${lang}/`}`;
const link = (page: string) => folder + page.replace(/(\/|^)(#.*)?$/, "$1index.html$2");

know(lang, window.kkgraphShelf!.texts);
const shelf = open(window.kkgraphShelf!);
for (const field of document.querySelectorAll<HTMLInputElement>(".search input[name=q]"))
  combobox(field, (text) => shelf.suggest(text, SUGGESTED).map((one) => ({ ...one, href: link(one.page) })), word("suggestions", lang));

const list = document.getElementById("hits");
if (list) page(list, document.querySelector<HTMLInputElement>("#q")!, document.getElementById("found")!);

function page(hits: HTMLElement, field: HTMLInputElement, status: HTMLElement): void {
  const said = document.getElementById("answer")!;

  function show(): void {
    const text = field.value.trim();
    const found = text ? shelf.search(text) : [];
    hits.replaceChildren(...GROUPS.flatMap((group) => section(group, found.filter((one) => one.group === group))));
    status.textContent = !text ? "" : word(found.length ? "hits" : "no_hits", lang, { n: found.length });
    history.replaceState(null, "", text ? `?q=${encodeURIComponent(text)}` : location.pathname);
  }

  field.value = new URLSearchParams(location.search).get("q") ?? "";
  field.addEventListener("input", () => { said.replaceChildren(); show(); });
  field.form!.addEventListener("submit", (event) => { event.preventDefault(); show(); void answer(said, field.value, lang, folder); });
  show();
  if (field.value) void answer(said, field.value, lang, folder);
  else field.focus();
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
