// What the page embeds: prefixes, terms to complete, saved queries, and where the data is.

export type Lang = "da" | "en";
export type Text = Record<Lang, string>;
export interface Option { value: string; label: Text }
export interface Parameter {
  name: string; type: string; label: Text; default: string | null; optional: boolean; options: Option[];
}
export interface SavedQuery {
  name: string; topic: string; summary: Text; description: Text;
  text: string; prepared: string; params: Parameter[];
}
export interface Named { iri: string; label: Text }
export interface PageData {
  lang: Lang; prefixes: Record<string, string>; dump: string; endpoint: string | null;
  classes: Named[]; properties: Named[]; queries: SavedQuery[];
}

/** The page's data. */
export function readPage(): PageData {
  const text = document.getElementById("sparql")?.textContent;
  if (!text) throw new Error("the page holds no SPARQL settings");
  return JSON.parse(text) as PageData;
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

/** The text that the engine gets for a saved query: every slot filled, empty ones taken out. */
export function filled(query: SavedQuery, terms: Record<string, string>): string {
  let text = query.prepared;
  for (const { name } of query.params) {
    const slot = `<urn:kkgraph:slot:${name}>`;
    const term = terms[name];
    text = term ? text.replaceAll(slot, () => term)
      : text.replace(new RegExp(`VALUES\\s*\\?_${name}\\s*\\{\\s*${slot}\\s*\\}`, "g"), "");
  }
  return text;
}

/** A typed value as SPARQL writes it. Free text can never leave its quotation marks. */
export function toTerm(type: string, value: string): string {
  const quoted = JSON.stringify(value);
  const types: Record<string, string> = { integer: "integer", decimal: "decimal", year: "gYear", date: "date" };
  if (type.startsWith("entity") || type === "section") return value;
  return types[type] ? `${quoted}^^<http://www.w3.org/2001/XMLSchema#${types[type]}>` : quoted;
}
