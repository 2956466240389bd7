// YASGUI's editor, which knows the project's prefixes, terms and things, and asks nobody.
import Yasqe from "@zazuko/yasqe";
import { word } from "../shared/texts";
import type { Editor } from "./editor";
import { type PageData, shorten } from "./page";

interface Entry { name: string; label: string; words: string }
interface State { OK: boolean; errorMsg?: string; prefixes: Record<string, string> }
interface Mark { clear(): void }
/** What the editor has of CodeMirror, and its types leave out. */
interface Token { string: string; start: number; end: number; state: State }
interface Mode { startState(): State }
interface Modes { defineMode(name: string, make: (config: unknown) => Mode): void; getMode(config: unknown, name: string): Mode }

const MODE = "sparql-project";
const MOST = 60;
const LEAST = 400; // milliseconds after which a text is looked through

window.kkgraphEditor = (field, page) => {
  const text = field.value;
  const box = field.parentElement!;
  field.remove();
  knowPrefixes(page);
  complete(page);
  Yasqe.defaults.autocompleters = []; // some of them ask a server elsewhere; those given are added to these
  const yasqe = new Yasqe(box, {
    mode: MODE,
    persistenceId: null,
    prefixCcApi: null,
    showQueryButton: false,
    syntaxErrorCheck: false,
    autocompleters: ["kk-terms", "variables"],
    createShareableLink: () => "",
    consumeShareLink: null,
    collapsePrefixesOnLoad: false,
    editorHeight: "260px",
    value: text,
  } as ConstructorParameters<typeof Yasqe>[1]);
  yasqe.setValue(text);
  yasqe.getInputField().setAttribute("aria-label", word("editor", page.lang));
  yasqe.getScrollerElement().tabIndex = 0;
  return wrapped(yasqe, box, page);
};

function wrapped(yasqe: Yasqe, box: HTMLElement, page: PageData): Editor {
  const hint = document.createElement("p");
  hint.className = "mistake";
  hint.setAttribute("role", "status");
  box.append(hint);
  let marks: Mark[] = [];
  let timer = 0;

  function mark(line?: number, column?: number): void {
    marks.forEach((one) => one.clear());
    marks = [];
    if (!line || !column) return;
    const from = { line: line - 1, ch: column - 1 };
    const end = yasqe.getTokenAt({ line: line - 1, ch: column }, true).end;
    marks = [yasqe.getDoc().markText(from, { line: line - 1, ch: Math.max(end, column) }, { className: "wrong" })];
  }

  /** Say where the text so far cannot be SPARQL; an end that is missing is none yet. */
  function look(): void {
    hint.textContent = "";
    mark();
    for (let line = 0; line < yasqe.getDoc().lineCount(); line += 1) {
      const tokens = yasqe.getLineTokens(line, true) as unknown as Token[];
      const wrong = tokens.find(({ state }) => !state.OK);
      if (!wrong) continue;
      const { errorMsg } = wrong.state;
      hint.textContent = word(errorMsg ? "mistake_prefix" : "mistake_unexpected", page.lang, { line: line + 1, column: wrong.start + 1, token: wrong.string });
      mark(line + 1, wrong.start + 1);
      return;
    }
  }

  const later = () => { clearTimeout(timer); timer = window.setTimeout(look, LEAST); };
  yasqe.on("change", later);
  later();
  return {
    get: () => yasqe.getValue(),
    set: (text) => yasqe.setValue(text),
    focus: () => yasqe.focus(),
    mark,
    onchange: (listener) => yasqe.on("change", listener),
  };
}

/** The project's prefixes stand in no text, and are known all the same. */
function knowPrefixes(page: PageData): void {
  const modes = Yasqe as unknown as Modes;
  modes.defineMode(MODE, (config) => {
    const mode = modes.getMode(config, "sparql11");
    const startState = () => ({ ...mode.startState(), prefixes: { ...page.prefixes } });
    return { ...mode, startState };
  });
}

/** Completion of terms and things, by their short names and by what they are called. */
function complete(page: PageData): void {
  const entries = [
    ...[...page.properties, ...page.classes].map(({ iri, label }) => entry(shorten(iri, page.prefixes), label)),
    ...Object.entries(page.things).map(([name, label]) => entry(shorten(page.namespace + name, page.prefixes), label)),
  ];
  const labels = new Map(entries.map(({ name, label }) => [name, label]));
  Yasqe.registerAutocompleter({
    name: "kk-terms",
    bulk: false,
    autoShow: false,
    isValidCompletionPosition: (yasqe) => !/^[?$"'<@]/.test((yasqe.getCompleteToken() as unknown as Token).string),
    get: (_yasqe, token) => Promise.resolve(matching(entries, (token as unknown as Token | undefined)?.string.trim() ?? "")),
    postprocessHints: (_yasqe, hints) => hints.map((hint) => ({ ...hint, displayText: `${hint.text}  ${labels.get(hint.text) ?? ""}` })),
  }, false);
}

const plain = (text: string) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/ø/g, "o").replace(/æ/g, "ae");
const entry = (name: string, label: string): Entry => ({ name, label, words: ` ${plain(`${name} ${name.replace(/^[^:]*:/, "")} ${label}`)}` });

/** The names whose beginning, or a word of whose label, is what was typed; then those that hold it. */
function matching(entries: Entry[], typed: string): string[] {
  const wanted = plain(typed);
  const begins = entries.filter(({ words }) => words.includes(` ${wanted}`));
  const holds = entries.filter((one) => wanted.length > 2 && one.words.includes(wanted) && !begins.includes(one));
  return [...begins, ...holds].slice(0, MOST).map(({ name }) => name);
}
