// A box that finds nodes by label, other spelling or identifier.
import type { NodeRecord, Page } from "../data";
import { el } from "../../shared/element";
import { folded, type Lang, word } from "../../shared/texts";

const HITS = 12;

export interface SearchBox { element: HTMLElement; input: HTMLInputElement; relabel(): void }
type Found = { node: NodeRecord; text: string };

const INDEX = new WeakMap<Page, Found[]>();

/** All nodes with the texts by which they are found. */
function indexed(page: Page): Found[] {
  const known = INDEX.get(page);
  if (known) return known;
  const made = page.data.nodes.map((node) => ({ node, text: folded([node.label.da, node.label.en, node.curie, ...node.spellings].join(" ")) }));
  INDEX.set(page, made);
  return made;
}

/** The box with its list of hits; `name` is the text that says what it is for. */
export function searchBox(page: Page, lang: () => Lang, name: string, choose: (id: string) => void): SearchBox {
  const names = indexed(page);
  const id = `hits${name === "search" ? "" : `-${name}`}`;
  const list = el("ul", { class: "hits", id, hidden: true });
  const input = el("input", { type: "search", "aria-controls": id, autocomplete: "off" });
  const caption = el("span", {});
  const take = (node: string) => { list.hidden = true; input.value = ""; choose(node); };
  input.addEventListener("input", () => {
    const wanted = folded(input.value.trim());
    const hits = wanted ? ranked(names.filter((one) => one.text.includes(wanted)), wanted, lang()).slice(0, HITS) : [];
    list.hidden = !wanted;
    list.replaceChildren(...(hits.length
      ? hits.map(({ node }) => el("li", {}, el("button", { class: "link", onclick: () => take(node.id) }, node.label[lang()])))
      : [el("li", { class: "quiet" }, word("nothing", lang()))]));
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { list.hidden = true; input.blur(); }
    const first = list.querySelector("button");
    if (event.key === "Enter" && first) first.click();
    if (event.key === "ArrowDown" && first) { event.preventDefault(); first.focus(); }
  });
  const relabel = () => { caption.textContent = word(name, lang()); input.placeholder = word("search_hint", lang()); };
  relabel();
  return { element: el("div", { class: "search" }, el("label", {}, caption, input), list), input, relabel };
}

/** Labels that begin so come first. */
function ranked(found: Found[], wanted: string, lang: Lang): Found[] {
  const early = ({ node }: Found) => (folded(node.label[lang]).startsWith(wanted) ? 0 : 1);
  return found.sort((a, b) => early(a) - early(b));
}
