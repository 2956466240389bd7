// SPARQL in the browser: an editor, the saved queries with forms, and the answers.
import { el } from "../shared/element";
import { word } from "../shared/texts";
import { save } from "../table/files";
import { openEditor } from "./editor";
import { reasons } from "./empty";
import { openEngine, Refusal } from "./engine";
import type { Mistake } from "./mistakes";
import { namesOf } from "./names";
import { type Column, type PageData, readPage } from "./page";
import { type Rows, rowsOf } from "./results";
import { savedQueries } from "./saved";
import { offerViews } from "./views";
import { RESULTS } from "../shared/media";

const FORMS = { CSV: RESULTS.csv, TSV: RESULTS.tsv, JSON: RESULTS.json, XML: RESULTS.xml };
const FIRST = "SELECT ?network ?label WHERE {\n  ?network a kk:Network ;\n    skos:prefLabel ?label .\n  FILTER(LANG(?label) = \"LANG\")\n}\nORDER BY ?label\nLIMIT 20\n";
const STATUSES: Record<number, string> = { 403: "refused", 422: "too_large", 503: "busy", 504: "too_slow" };
const MISTAKES: Record<Mistake["code"], string> = {
  prefix: "mistake_prefix", ungrouped: "mistake_ungrouped", taken: "mistake_taken",
  end: "mistake_end", unexpected: "mistake_unexpected", complex: "mistake_complex",
};
const base = (document.currentScript as HTMLScriptElement).src.replace(/[^/]*$/, "");

function start(): void {
  const page = readPage();
  const { lang } = page;
  const engine = openEngine(page, base);
  let current = "";
  let view = "table";
  let looked = ""; // what is looked for in the rows of a saved query

  const status = el("p", { role: "status", class: "quiet" });
  const results = el("div", { class: "results" });
  const views = el("p", { class: "views", role: "group", "aria-label": word("view", lang), hidden: true });
  const downloads = el("p", { class: "downloads", hidden: true });
  const editorBox = el("div", { class: "editor" });
  const run = el("button", { class: "primary", onclick: () => { looked = ""; remember({}); void execute(editor.get(), []); } }, word("run", lang));
  const stop = el("button", { hidden: true, onclick: () => engine.stop() }, word("stop", lang));
  const share = el("a", { href: "#" }, word("link", lang));
  const editor = openEditor(editorBox, page, base);
  const saved = savedQueries(page, {
    show: (text) => editor.set(text),
    edit: (text) => { editor.set(text); editor.focus(); },
    run: (text, query, values) => { remember({ saved: query.name, ...values }); void execute(text, query.columns); },
  });
  document.getElementById("app")!.replaceChildren(
    ...saved.elements,
    editorBox,
    el("p", { class: "hint" }, word("complete", lang)),
    el("p", { class: "actions" }, run, " ", stop, " ", share),
    status, downloads, views,
    el("section", { "aria-label": word("results", lang) }, results),
  );
  editor.onchange(() => { share.href = `#${permalink()}`; });

  /** The address of what is asked, as YASGUI writes it. */
  function permalink(): string {
    const endpoint: Record<string, string> = page.endpoint ? { endpoint: new URL(page.endpoint, location.href).href } : {};
    return hash({ query: editor.get(), ...endpoint, outputFormat: view });
  }

  function remember(said: Record<string, string>): void {
    history.replaceState(null, "", `#${"saved" in said ? hash(said) : permalink()}`);
  }

  async function execute(text: string, columns: Column[]): Promise<void> {
    current = text;
    status.textContent = word(page.endpoint ? "asking" : "working", lang);
    stop.hidden = false;
    downloads.hidden = views.hidden = true;
    results.replaceChildren();
    editor.mark();
    try {
      const answer = await engine.ask(text, RESULTS.json);
      const found = answer.format === RESULTS.json ? rowsOf(answer.text) : undefined;
      const took = `${Math.round(answer.milliseconds)} ms`;
      offer(found === undefined ? { Turtle: answer.format } : typeof found === "boolean" ? { JSON: FORMS.JSON, XML: FORMS.XML } : FORMS);
      if (found === undefined) results.replaceChildren(el("pre", { tabindex: "0" }, answer.text));
      else if (typeof found === "boolean") results.replaceChildren(el("p", { class: "answer" }, word(found ? "yes" : "no", lang)));
      else await show(found, columns, answer.note);
      status.textContent = typeof found === "object" ? `${word("rows", lang, { n: found.rows.length })}, ${took}` : took;
    } catch (error) {
      status.textContent = "";
      refuse(error);
    } finally {
      stop.hidden = true;
    }
  }

  async function show(found: Rows, columns: Column[], note: string | undefined): Promise<void> {
    if (!found.rows.length) {
      const said = note ?? (await reasons(current, page, engine)).join(" ");
      results.replaceChildren(el("p", { class: "empty" }, said || word("nothing", lang)));
      return;
    }
    const names = await namesOf(found.rows, page, engine);
    await offerViews({ found, columns, names, page, base, text: names.get(looked) ?? looked }, results, views, view, (chosen) => {
      view = chosen;
      share.href = `#${permalink()}`;
    });
  }

  /** Say what is wrong, in words, and point at it where it has a place. */
  function refuse(error: unknown): void {
    const { mistake, status: code, message } = error instanceof Refusal ? error : new Refusal(String(error));
    let said = message;
    if (mistake) {
      const key = MISTAKES[mistake.code];
      said = word(key, lang, { line: mistake.line, column: mistake.column, token: mistake.token });
      if (editor.get() === current) editor.mark(mistake.line, mistake.column);
    } else if (message === "stopped" || error instanceof DOMException) said = word("stopped", lang);
    else if (error instanceof TypeError) said = word("unreachable", lang);
    else if (code && STATUSES[code]) said = word(STATUSES[code]!, lang);
    results.replaceChildren(el("p", { class: "error", role: "alert" }, said));
  }

  function offer(formats: Record<string, string>): void {
    downloads.hidden = false;
    downloads.replaceChildren(...Object.entries(formats).flatMap(([name, type]) =>
      [el("button", { onclick: async () => {
        const answer = await engine.ask(current, type);
        save(`kkgraph.${name.toLowerCase()}`, new Blob([answer.text], { type }));
      } }, name), " "]));
  }

  function fromAddress(): void {
    const parts = new URLSearchParams(location.hash.slice(1) || location.search);
    const [name, query, other] = [parts.get("saved"), parts.get("query"), parts.get("endpoint")];
    view = parts.get("outputFormat") ?? view;
    looked = name ? parts.get("_search") ?? "" : "";
    if (name && saved.choose(name, Object.fromEntries(parts))) { saved.submit(); return; }
    editor.set(query ?? FIRST.replace('"LANG"', `"${lang}"`));
    if (other && !isOurs(other, page)) status.textContent = word("other_endpoint", lang, { endpoint: other });
    else if (query && other) void execute(query, []);
  }
  fromAddress();
}

/** Parts of an address, with spaces as %20: other pages read no "+". */
const hash = (said: Record<string, string>) => String(new URLSearchParams(said)).replace(/\+/g, "%20");

/** Whether an endpoint of a link is this page's, whichever host it is served from. */
const isOurs = (endpoint: string, page: PageData) => new URL(endpoint, location.href).pathname === new URL(page.endpoint ?? "/sparql", location.href).pathname;

start();
