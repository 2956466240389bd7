// What the page embeds: prefixes, terms to complete, saved queries, and where the data is.
import { withValues } from "./text";

import type { Lang } from "../shared/texts";
import type { Kind } from "../table/sheet";

export interface Parameter {
  name: string; type: string; label: string; default: string | null; optional: boolean;
  /** What a parameter of type enum may be. */
  values: string[];
}
/** A column: what it is, which column its label or currency belongs to. */
export interface Column { name: string; kind: Kind; label: string; of?: string | null; currency?: string | null }
export interface SavedQuery {
  name: string; topic: string; summary: string; description: string;
  text: string; params: Parameter[]; columns: Column[];
}
/** A drawn map: its file, if there is one, and where on it the things lie that it shows. */
export interface Frame {
  file: string | null; size: [width: number, height: number];
  spots: Record<string, [x: number, y: number]>;
}
export interface Named { iri: string; label: string }
export interface PageData {
  lang: Lang; prefixes: Record<string, string>; base: string; dump: string; endpoint: string | null;
  classes: Named[]; properties: Named[]; queries: SavedQuery[];
  /** The things that a parameter of a type may stand for, labels of things, where their IRIs begin. */
  /** What currencies are called, and how an amount is written. */
  currencies: Record<string, string>; money: string;
  options: Record<string, string[]>; things: Record<string, string>; namespace: string;
  /** The closest first. */
  maps: Frame[];
}

declare global { interface Window { kkgraphSparql?: PageData } }

/** The page's data, which a script before this one holds. */
export function readPage(): PageData {
  if (!window.kkgraphSparql) throw new Error("the page knows no SPARQL settings");
  return window.kkgraphSparql;
}

/** A short name for an IRI, by the project's prefixes; the IRI itself when none fits. */
export function shorten(iri: string, prefixes: Record<string, string>): string {
  let best = "";
  let name = "";
  for (const [prefix, namespace] of Object.entries(prefixes)) {
    if (namespace.length > best.length && iri.startsWith(namespace) && /^[\w.-]*$/.test(iri.slice(namespace.length))) {
      best = namespace;
      name = prefix;
    }
  }
  return best ? `${name}:${iri.slice(best.length)}` : iri;
}

/** The IRI that a short name stands for, undefined for what is none. */
export function expand(name: string, prefixes: Record<string, string>): string | undefined {
  const colon = name.indexOf(":");
  const space = colon < 0 ? undefined : prefixes[name.slice(0, colon)];
  return space === undefined ? undefined : space + name.slice(colon + 1);
}

/** The text of a saved query with the values of its parameters, each as SPARQL writes it. */
export function filled(query: SavedQuery, terms: Record<string, string>): string {
  return withValues(query.text, Object.fromEntries(query.params.map(({ name }) => [`_${name}`, terms[name] ?? ""])));
}

/** A typed value as SPARQL writes it. Free text can never leave its quotation marks. */
export function toTerm(type: string, value: string): string {
  const quoted = JSON.stringify(value);
  const types: Record<string, string> = { integer: "integer", decimal: "decimal", year: "gYear", date: "date" };
  if (type.startsWith("entity") || type === "section") return value;
  return types[type] ? `${quoted}^^<http://www.w3.org/2001/XMLSchema#${types[type]}>` : quoted;
}

/** The page of a thing of this site; other IRIs lead to where they are. */
export function ownPage(iri: string, page: PageData): string | undefined {
  if (!iri.startsWith(page.namespace)) return undefined;
  const folder = page.lang === "en" ? "" : `${page.lang}/`;
  return `${document.body.dataset["root"] ?? "../"}${folder}id/${iri.slice(page.namespace.length)}/`;
}

/** The IRI if it is the address of something on the web: whoever writes a query may name any other. */
export function webAddress(iri: string): string | undefined {
  return /^https?:\/\//i.test(iri) ? iri : undefined;
}
