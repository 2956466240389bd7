// Why an answer has no row, as src/kkgraph/evidence/emptiness.py says it; a server says it itself.
import { fill } from "../shared/texts";
import type { Engine } from "./engine";
import { type PageData, shorten } from "./page";
import { type Token, tokens } from "./text";
import { RESULTS } from "../shared/media";

const MOST = 5; // names and texts of a query that are looked into
const DATES = ["xsd:date", "xsd:gYear", "xsd:gYearMonth"];

/** The reasons, in the page's language. */
export async function reasons(query: string, page: PageData, engine: Engine): Promise<string[]> {
  const found = tokens(query);
  const said: string[] = [];
  for (const name of [...new Set(namesIn(found))].slice(0, MOST)) said.push(...await ofName(name, page, engine));
  for (const [token, after] of textsIn(found).slice(0, MOST)) said.push(...await ofText(token, after, page, engine));
  const typed = found.find((token, i) => DATES.includes(token.text) && found[i - 1]?.text === "^");
  if (typed) said.push(fill("dates", page.lang, { type: typed.text }));
  return said;
}

function namesIn(found: Token[]): string[] {
  const own = new Set(found.flatMap((token, i) => (found[i - 1]?.text.toUpperCase() === "PREFIX" ? [token.text] : [])));
  return found.filter(({ kind, text }) => kind === "name" && !own.has(text.slice(0, text.indexOf(":") + 1))).map(({ text }) => text);
}

function textsIn(found: Token[]): [Token, Token | undefined][] {
  return found.flatMap((token, i) => (token.kind === "text" && found[i + 1]?.text !== "^" ? [[token, found[i + 1]]] : []) as [Token, Token | undefined][]);
}

async function ofName(name: string, page: PageData, engine: Engine): Promise<string[]> {
  const colon = name.indexOf(":");
  const space = page.prefixes[name.slice(0, colon)];
  const ours = space === page.prefixes["kk"] || space?.startsWith(page.namespace);
  if (!space || !ours) return [];
  const iri = space + name.slice(colon + 1).replace(/\\(.)/g, "$1");
  if (!await holds(`{ <${iri}> ?p ?o }`, engine)) {
    const near = nearest(iri, space, page);
    const meant = near.length ? ` ${fill("meant", page.lang, { near: near.map((one) => shorten(one, page.prefixes)).join(", ") })}` : "";
    return [fill(space === page.prefixes["kk"] ? "term" : "thing", page.lang, { name }) + meant];
  }
  const used = space !== page.prefixes["kk"] || await holds(`{ ?s <${iri}> ?o } UNION { ?s ?p <${iri}> }`, engine);
  return used ? [] : [fill("unused", page.lang, { name })];
}

async function ofText(token: Token, after: Token | undefined, page: PageData, engine: Engine): Promise<string[]> {
  const own = after?.text.startsWith("@") ? after.text : "";
  const known: string[] = [];
  for (const tag of ["", "@da", "@en"]) if (await holds(`{ ?s ?p ${token.text}${tag} }`, engine)) known.push(tag);
  if (!known.length || known.includes(own)) return [];
  return [fill("language", page.lang, { text: token.text, tag: token.text + known[0] })];
}

async function holds(pattern: string, engine: Engine): Promise<boolean> {
  return (JSON.parse((await engine.ask(`ASK { ${pattern} }`, RESULTS.json)).text) as { boolean: boolean }).boolean;
}

/** The terms, or things of the kind, whose names are near: a third of the letters may differ. */
function nearest(iri: string, space: string, page: PageData): string[] {
  const every = [...page.classes, ...page.properties].map((one) => one.iri).concat(Object.keys(page.things).map((one) => page.namespace + one));
  const near = every.filter((one) => one.startsWith(space)).map((one) => [distance(iri.slice(space.length), one.slice(space.length)), one] as const);
  const most = (iri.length - space.length) / 3;
  return near.filter(([far]) => far <= most).sort(([a], [b]) => a - b).slice(0, 3).map(([, one]) => one);
}

/** How many letters two words differ by (Levenshtein). */
export function distance(one: string, other: string): number {
  let row = [...other, ""].map((_, i) => i);
  [...one].forEach((letter, i) => {
    const next = [i + 1];
    [...other].forEach((mine, j) => next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (letter === mine ? 0 : 1))));
    row = next;
  });
  return row.at(-1)!;
}
