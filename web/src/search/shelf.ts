// The texts that are searched, and what is found, ranked as `kkgraph search` ranks it.
// MiniSearch finds what a text may mean; how good each is is worked out as in
// src/kkgraph/entities/search.py (names) and by FTS5's bm25 (texts of questions and facts).
import MiniSearch, { type Query } from "minisearch";
import { gently } from "../shared/gently";
import type { Lang } from "../shared/texts";
import { isNear, keys, likeness } from "./keys";
import { parts, spelt, stem } from "./words";

/** A thing: its IRI's end, label, kind, spellings with what counts against them, names elsewhere. */
export type Thing = [iri: string, label: string, kind: string, spellings: [text: string, rank: number][], ids: string[]];
/** A text of a question or fact: its page, label, kind; title and body as stems in each language. */
export type Said = [page: string, label: string, kind: string, texts: [title: string, body: string][]];
/** What is found where; sections and terms of the ontology come last. */
export interface Data { things: Thing[]; terms: Thing[]; queries: Said[]; facts: Said[]; stop: string[]; known: string[] }
export type Group = "thing" | "query" | "fact" | "term";
export interface Found { group: Group; page: string; label: string; kind: string; matches: string }
export interface Shelf { search(text: string): Found[]; suggest(text: string, most: number): Found[] }

const MOST = 20; // of queries and facts
const FUZZY = 0.4;
const [K1, B, TITLE] = [1.2, 0.75, 4];
const LANGUAGES: Lang[] = ["da", "en"];
const PAGE = /\/id\/([a-z-]+\/[^/?#\s]+?)(?:\/|\/index\.html|\.[a-z]{2,8})?(?:[?#].*)?$/;
const tokens = (text: string) => text.split(" ");
const bare = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "");

/** Open the texts: each is put into an index once, while the page goes on. */
export async function open(data: Data): Promise<Shelf> {
  const things = await nameIndex(data.things, "thing");
  const shelves = { query: await textIndex(data.queries), fact: await textIndex(data.facts) };
  const terms = await nameIndex(data.terms, "term");
  const [stop, known] = [new Set(data.stop), new Set(data.known)];

  function search(text: string): Found[] {
    const wanted = spelt(text).filter((word) => !stop.has(word)).map((word) => forms(word, known));
    return [...things(text), ...shelves.query(wanted, "query"), ...shelves.fact(wanted, "fact"), ...terms(text)];
  }

  /** The names first, then the questions: what a reader may be about to type. */
  function suggest(text: string, most: number): Found[] {
    const found = search(text).filter(({ group }) => group === "thing" || group === "query");
    const names = found.filter(({ group }) => group === "thing").slice(0, most - 2);
    return [...names, ...found.filter(({ group }) => group === "query")].slice(0, most);
  }

  return { search, suggest };
}

async function nameIndex(things: Thing[], group: Group): Promise<(text: string) => Found[]> {
  const compared = await gently(things, ([, , , spellings]) => spellings.map(([text, rank]) => ({ text, rank, keys: keys(text) })));
  const index = new MiniSearch<{ id: number; names: string }>({ fields: ["names"], tokenize: tokens, processTerm: (term) => term });
  await gently(compared, (spellings, id) => index.add({ id, names: spellings.flatMap((one) => one.keys).join(" ") }));

  /** The things of which a word is like a word of the text, begins with it, or is a part of it. */
  function candidates(wanted: string[]): Set<number> {
    const found = wanted.flatMap((one) => index.search(one, { prefix: true, fuzzy: FUZZY, tokenize: tokens, processTerm: (term) => term }));
    const holding = things.flatMap((_, id) => (compared[id]!.some((one) => one.keys.some((key) => wanted.some((w) => key.includes(w)))) ? [id] : []));
    return new Set([...found.map(({ id }) => id as number), ...holding]);
  }

  return (text) => {
    const wanted = keys(text).filter((one) => one);
    const scored = [...candidates(wanted)].map((id) => ({ id, ...best(wanted, compared[id]!) })).filter(({ score }) => isNear(score));
    const named = things.flatMap((thing, id) => (isNamed(thing, text.trim()) && !scored.some((one) => one.id === id) ? [{ id, score: 1, text }] : []));
    return [...scored, ...named].sort((a, b) => b.score - a.score || (things[a.id]![0] < things[b.id]![0] ? -1 : 1))
      .map(({ id, text: matches }) => ({ group, page: pageOf(things[id]![0]), label: things[id]![1], kind: things[id]![2], matches }));
  };
}

function best(wanted: string[], spellings: { text: string; rank: number; keys: string[] }[]): { score: number; text: string } {
  let found = { score: -1, text: "" };
  for (const { text, rank, keys: names } of spellings) {
    const score = Math.max(...wanted.flatMap((w) => names.map((name) => likeness(w, name)))) - 0.01 * rank;
    if (score > found.score) found = { score, text };
  }
  return found;
}

const pageOf = (iri: string) => (iri.includes("/") ? `id/${iri}/` : `ontology/#${iri}`);

/** Whether a text is the address, short name, number or an outside identifier of a thing. */
function isNamed([iri, , , , ids]: Thing, text: string): boolean {
  const lower = text.toLowerCase();
  const address = PAGE.exec(text)?.[1];
  const names = [iri, iri.replace("/", ":"), iri.slice(iri.indexOf("/") + 1), `section/${text.replace(/^§/, "").trim()}`];
  return address === iri || names.slice(0, 3).includes(text) || names[3] === iri || ids.some((id) => id.toLowerCase() === lower.split("/").at(-1));
}

/** A word as it may stand in a text: its stems, or the parts of a compound together. */
interface Forms { stems: string[]; compound: string[] }

function forms(word: string, known: Set<string>): Forms {
  return { stems: [...new Set(LANGUAGES.map((lang) => bare(stem(word, lang))))], compound: parts(word, known).map(bare) };
}

function asQuery(wanted: Forms[]): Query {
  const any = ({ stems, compound }: Forms): Query => ({
    combineWith: "OR", queries: [...stems, ...(compound.length ? [{ combineWith: "AND" as const, queries: compound }] : [])],
  });
  return { combineWith: "AND", queries: wanted.map(any) };
}

const byPage = (a: string, b: string) => (a.replace(/\/$/, "") < b.replace(/\/$/, "") ? -1 : 1);

interface Line { id: number; said: Said; title: string[]; body: string[] }

async function textIndex(every: Said[]): Promise<(wanted: Forms[], group: Group) => Found[]> {
  const read = await gently(every, (said) => said[3].map(([title, body]) => ({ said, title: tokens(bare(title)), body: tokens(bare(body)) })));
  const lines = read.flat().map((line, id): Line => ({ id, ...line }));
  const index = new MiniSearch<{ id: number; title: string; body: string }>({ fields: ["title", "body"], tokenize: tokens, processTerm: (term) => term || null });
  await gently(lines, ({ id, title, body }) => index.add({ id, title: title.join(" "), body: body.join(" ") }));
  const length = ({ title, body }: Line) => [...title, ...body].filter((term) => term).length;
  const middle = lines.reduce((sum, line) => sum + length(line), 0) / Math.max(lines.length, 1);

  /** FTS5's bm25: the rarer a form, the more it counts; in the title four times. */
  function scores(wanted: Forms[]): (line: Line) => number {
    const phrases = wanted.flatMap(({ stems, compound }) => [...stems, ...compound]);
    const often = ({ title, body }: Line, phrase: string) =>
      TITLE * title.filter((term) => term.startsWith(phrase)).length + body.filter((term) => term.startsWith(phrase)).length;
    const rarity = phrases.map((phrase) => {
      const hits = lines.filter((line) => often(line, phrase) > 0).length;
      return Math.max(Math.log((lines.length - hits + 0.5) / (hits + 0.5)), 1e-6);
    });
    return (line) => phrases.reduce((sum, phrase, i) => {
      const times = often(line, phrase);
      return sum + (rarity[i]! * times * (K1 + 1)) / (times + K1 * (1 - B + (B * length(line)) / middle));
    }, 0);
  }

  return (wanted, group) => {
    if (!wanted.length) return [];
    const found = index.search(asQuery(wanted), { prefix: true, tokenize: tokens, processTerm: (term) => term }).map(({ id }) => lines[id as number]!);
    const score = scores(wanted);
    const ranked = found.map((line) => ({ line, value: score(line) })).sort((a, b) => b.value - a.value || byPage(a.line.said[0], b.line.said[0]));
    const pages = [...new Map(ranked.slice(0, 2 * MOST).map(({ line: { said } }) => [said[0], said])).values()].slice(0, MOST);
    return pages.map(([page, label, kind]) => ({ group, page, label, kind, matches: "" }));
  };
}
