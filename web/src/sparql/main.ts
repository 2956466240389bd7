// SPARQL in the browser: an editor, the saved queries with forms, and the answers.
import Yasqe from "@zazuko/yasqe";
import { el } from "../shared/element";
import { word } from "../shared/texts";
import { openEngine } from "./engine";
import { filled, type Named, type PageData, readPage, type SavedQuery, shorten, toTerm } from "./page";
import { map, network, type Place, thingsOf } from "./drawings";
import { type Row, showResults, showText } from "./results";

const JSON_RESULTS = "application/sparql-results+json";
const FIRST = "SELECT ?network ?label WHERE {\n  ?network a kk:Network ;\n    skos:prefLabel ?label .\n  FILTER(LANG(?label) = \"LANG\")\n}\nORDER BY ?label\nLIMIT 20\n";
const base = (document.currentScript as HTMLScriptElement).src.replace(/[^/]*$/, "");

function start(): void {
  const page = readPage();
  const { lang } = page;
  const engine = openEngine(page, base);
  let current = "";

  const status = el("p", { role: "status", class: "quiet" });
  const results = el("div", { class: "results" });
  const views = el("p", { class: "views", role: "group", "aria-label": word("view", lang), hidden: true });
  const form = el("form", { class: "parameters", hidden: true });
  const downloads = el("p", { class: "downloads", hidden: true });
  const editorBox = el("div", { class: "editor" });
  const run = el("button", { class: "primary", onclick: () => void execute(editor.getValue()) }, word("run", lang));
  const stop = el("button", { hidden: true, onclick: () => engine.stop() }, word("stop", lang));
  const share = el("a", { href: "#" }, word("link", lang));
  const picker = el("select", { id: "saved", onchange: () => choose(picker.value) },
    el("option", { value: "" }, word("choose", lang)), ...topics(page));

  document.getElementById("app")!.replaceChildren(
    el("p", {}, el("label", { for: "saved" }, word("saved", lang)), " ", picker),
    form,
    editorBox,
    el("p", { class: "hint" }, word("complete", lang)),
    el("p", { class: "actions" }, run, " ", stop, " ", share),
    status, downloads, views,
    el("section", { "aria-label": word("results", lang) }, results),
  );
  const editor = makeEditor(page, editorBox);
  editor.getInputField().setAttribute("aria-label", word("editor", lang));
  editor.getScrollerElement().tabIndex = 0;
  editor.on("change", () => { share.href = `#query=${encodeURIComponent(editor.getValue())}`; });

  async function execute(text: string): Promise<void> {
    current = text;
    status.textContent = word(page.endpoint ? "asking" : "working", lang);
    stop.hidden = false;
    downloads.hidden = views.hidden = true;
    results.replaceChildren();
    try {
      const answer = await engine.ask(text, JSON_RESULTS);
      const rows = answer.format === JSON_RESULTS
        ? showResults(results, answer.text, page, { more: word("more", lang), yes: word("yes", lang), no: word("no", lang) })
        : (showText(results, answer.text), undefined);
      if (rows) offerViews(rows);
      status.textContent = `${rows ? `${word("rows", lang, { n: rows.length })}, ` : ""}${Math.round(answer.milliseconds)} ms`;
      offer(answer.format === JSON_RESULTS ? { CSV: "text/csv", TSV: "text/tab-separated-values", JSON: JSON_RESULTS, XML: "application/sparql-results+xml" } : { Turtle: answer.format });
    } catch (error) {
      status.textContent = "";
      results.replaceChildren(el("pre", { class: "error", role: "alert" }, error instanceof Error ? error.message : String(error)));
    } finally {
      stop.hidden = true;
    }
  }

  function offer(formats: Record<string, string>): void {
    downloads.hidden = false;
    downloads.replaceChildren(...Object.entries(formats).flatMap(([name, type]) =>
      [el("button", { onclick: () => void save(name, type) }, name), " "]));
  }

  /** Table, network and map of the same rows; the table is there already. */
  function offerViews(rows: Row[]): void {
    const sheet = [...results.childNodes];
    const things = thingsOf(rows, page);
    views.hidden = things.length === 0;
    const show = {
      table: () => sheet,
      network: () => [network(rows, page) ?? el("p", {}, word("no_network", lang))],
      map: async () => {
        const places = await locate(things);
        return [places.length ? map(places, page, document.body.dataset["root"] ?? "") : el("p", {}, word("no_map", lang))];
      },
    };
    const buttons = Object.entries(show).map(([name, make]) => el("button", {
      "aria-pressed": String(name === "table"),
      onclick: async (event: Event) => {
        buttons.forEach((one) => one.setAttribute("aria-pressed", String(one === event.currentTarget)));
        results.replaceChildren(...await make());
      },
    }, word(name as keyof typeof show, lang)));
    views.replaceChildren(...buttons.flatMap((button) => [button, " "]));
  }

  /** Where things are, in degrees. */
  async function locate(things: string[]): Promise<Place[]> {
    const values = things.map((iri) => `<${iri}>`).join(" ");
    const answer = await engine.ask(`SELECT ?thing ?lat ?long { VALUES ?thing { ${values} } ?thing geo:lat ?lat ; geo:long ?long }`, JSON_RESULTS);
    const { results: found } = JSON.parse(answer.text) as { results: { bindings: Row[] } };
    return found.bindings.map((row) => ({ iri: row["thing"]!.value, lat: Number(row["lat"]!.value), long: Number(row["long"]!.value) }));
  }

  async function save(name: string, type: string): Promise<void> {
    const answer = await engine.ask(current, type);
    const link = el("a", { href: URL.createObjectURL(new Blob([answer.text], { type })), download: `kkgraph.${name.toLowerCase()}` });
    link.click();
    URL.revokeObjectURL(link.href);
  }

  function choose(name: string, values: Record<string, string> = {}): void {
    const query = page.queries.find((one) => one.name === name);
    form.hidden = !query;
    if (!query) return;
    picker.value = name;
    fillForm(query, values);
    editor.setValue(query.text);
  }

  function fillForm(query: SavedQuery, values: Record<string, string>): void {
    const fields = query.params.map((parameter) => {
      const id = `p-${parameter.name}`;
      const value = values[parameter.name] ?? parameter.default ?? "";
      const options = (page.options[parameter.type] ?? [])
        .map((name) => [`<${page.namespace}${name}>`, page.things[name]!] as const);
      const choices = parameter.values.length ? parameter.values.map((one) => [one, one] as const) : options;
      const field = choices.length
        ? el("select", { id, name: parameter.name },
          ...(parameter.optional ? [el("option", { value: "" }, word("any", lang))] : []),
          ...choices.map(([term, label]) => el("option", { value: term, selected: term === value }, label)))
        : el("input", { id, name: parameter.name, value });
      return el("p", {}, el("label", { for: id }, parameter.label[lang]), " ", field);
    });
    const texts = () => Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    const terms = () => Object.fromEntries(query.params.map(({ name, type }) => {
      const value = texts()[name] ?? "";
      return [name, value && toTerm(type, value)];
    }));
    form.onsubmit = (event) => {
      event.preventDefault();
      history.replaceState(null, "", `#${new URLSearchParams({ saved: query.name, ...texts() })}`);
      void execute(filled(query, terms()));
    };
    form.replaceChildren(
      el("h2", {}, query.summary[lang]), el("p", {}, query.description[lang]), ...fields,
      el("button", { type: "submit", class: "primary" }, word("run", lang)), " ",
      el("button", { type: "button", onclick: () => { editor.setValue(filled(query, terms())); editor.focus(); } }, word("edit", lang)),
    );
  }

  function fromAddress(): void {
    const parts = new URLSearchParams(location.hash.slice(1));
    const saved = parts.get("saved");
    if (saved) { choose(saved, Object.fromEntries(parts)); form.requestSubmit(); }
    else editor.setValue(parts.get("query") ?? FIRST.replace('"LANG"', `"${lang}"`));
  }
  fromAddress();
}

function topics(page: PageData): HTMLElement[] {
  const names = [...new Set(page.queries.map((query) => query.topic))];
  return names.map((topic) => el("optgroup", { label: topic },
    ...page.queries.filter((query) => query.topic === topic)
      .map((query) => el("option", { value: query.name }, query.summary[page.lang]))));
}

/** The editor, completing the project's own classes and properties and asking nobody else. */
function makeEditor(page: PageData, box: HTMLElement): Yasqe {
  const completer = (name: string, position: (yasqe: Yasqe) => boolean, terms: Named[]) => Yasqe.registerAutocompleter({
    name, bulk: true, autoShow: false,
    isValidCompletionPosition: position,
    get: () => terms.map(({ iri }) => shorten(iri, page.prefixes)),
  }, false);
  completer("kk-terms", (yasqe) => !/^[?$"]/.test((yasqe.getCompleteToken() as unknown as { string: string }).string), [...page.properties, ...page.classes]);
  return new Yasqe(box, {
    persistenceId: null,
    prefixCcApi: null,
    showQueryButton: false,
    autocompleters: ["kk-terms", "variables"],
    createShareableLink: () => "",
    consumeShareLink: null,
    collapsePrefixesOnLoad: false,
    editorHeight: "260px",
  });
}

start();
