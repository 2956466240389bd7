// The field for a query: a plain one at once, in whose place the editor comes when it is fetched.
import { el } from "../shared/element";
import { word } from "../shared/texts";
import { script } from "../table/files";
import type { PageData } from "./page";

export interface Editor {
  get(): string;
  set(text: string): void;
  focus(): void;
  /** Point at a place (from 1), or at none. */
  mark(line?: number, column?: number): void;
  onchange(listener: () => void): void;
}
/** What the bundle of the editor gives: it takes the place of a field. */
export type MakeEditor = (field: HTMLTextAreaElement, page: PageData) => Editor;
declare global { interface Window { kkgraphEditor?: MakeEditor } }

const WAIT = 8000; // milliseconds before the editor, which is large, is fetched unasked

/** The field in a box; the editor is fetched when the field is entered, or the page rests. */
export function openEditor(box: HTMLElement, page: PageData, base: string): Editor {
  const listeners: (() => void)[] = [];
  const changed = () => listeners.forEach((listener) => listener());
  const field = el("textarea", { class: "plain", rows: "10", spellcheck: "false", "aria-label": word("editor", page.lang), oninput: changed });
  box.replaceChildren(field);
  let current = plain(field);
  let asked: Promise<void> | undefined;

  async function upgrade(): Promise<void> {
    await Promise.all([style(`${base}sparql-editor.css`), script(`${base}sparql-editor.js`)]);
    const had = document.activeElement === field;
    current = window.kkgraphEditor!(field, page);
    current.onchange(changed);
    if (had) current.focus();
  }

  const start = () => { asked ??= upgrade().catch(() => undefined); };
  for (const event of ["focus", "pointerenter", "input"]) field.addEventListener(event, start, { once: true });
  if (document.readyState === "complete") setTimeout(start, WAIT);
  else window.addEventListener("load", () => setTimeout(start, WAIT), { once: true });

  return {
    get: () => current.get(),
    set: (text) => { current.set(text); changed(); },
    focus: () => current.focus(),
    mark: (line, column) => current.mark(line, column),
    onchange: (listener) => { listeners.push(listener); },
  };
}

/** Fetch a style sheet of the site. */
function style(address: string): Promise<void> {
  const link = el("link", { rel: "stylesheet", href: address });
  document.head.append(link);
  return new Promise((resolve) => { link.onload = link.onerror = () => resolve(); });
}

function plain(field: HTMLTextAreaElement): Editor {
  return {
    get: () => field.value,
    set: (text) => { field.value = text; },
    focus: () => field.focus(),
    mark: () => undefined,
    onchange: () => undefined,
  };
}
