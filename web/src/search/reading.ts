// Which saved questions a plain one may mean, by its words and what it names, as
// src/kkgraph/asking reads it. Without the rows none is sure, so that all are choices.
import type { Lang } from "../shared/texts";
import { keys } from "./keys";
import { parts, spelt, stem } from "./words";

type Atom = Record<string, number>;
interface Parameter { name: string; type: string; default: string | null; optional: boolean; kinds: string[] }
interface Asked { name: string; summary: Record<Lang, string>; parameters: Parameter[]; patterns: Atom[][]; title: Atom; columns: Atom; text: Atom; kinds: string[] }
/** What src/kkgraph/asking/export.py gives. */
export interface Index {
  weights: Record<string, number>; groups: Record<string, string[]>; stop: Record<Lang, string[]>; cues: Record<string, string[]>;
  known: string[]; common: string[]; names: Record<string, string[]>; texts: number; worth: Record<string, number>; ambient: string[]; queries: Asked[];
}
interface Mention { text: string; start: number; end: number; kind: string; things: string[]; vague: boolean; ambient: boolean }
export interface Read { query: Asked; values: Record<string, string>; score: number }

const [AS_GROUP, AS_PART, AS_VAGUE] = [0.85, 0.7, 0.6];
const [LEAST, DOUBT, OPPOSITE] = [0.15, 2, 0.7];
const MOST_WORDS = 14;
const WIDER: Record<string, string[]> = {
  "@places": ["city", "region", "country", "place", "municipality"],
  "@bodies": ["department", "unit", "committee", "organisation", "network", "working-group", "office"],
  "@doings": ["project", "event", "activity", "programme"],
};
const SECTION = /(?:kapitel|afsnit|punkt|chapter|section|§)\s*(\d+(?:\.\d+)*)/giu;
const YEAR = /(?<![\w.-])(?:19|20)\d\d(?![\w-])/g;
const WHICH = /(?:hvilken|hvilket|hvilke|which|what)\s+(?:af\s+|of\s+)?([\p{L}\p{N}]+)/giu;
const kindOf = (iri: string) => /\/id\/([^/]+)\//.exec(iri)?.[1] ?? "";
const short = (iri: string) => iri.replace(/^.*\/id\/([^/]+)\/(.*)$/, "$1:$2");

/** The readings of a question, the likeliest first. */
export function readings(index: Index, text: string, fallback: Lang): Read[] {
  const [known, common] = [new Set(index.known), new Set(index.common)];
  const lang = languageOf(index, text, fallback);
  const mentions = mentioned(index, text, common);
  const rest = mentions.filter(({ vague }) => !vague).reduceRight((left, one) => `${left.slice(0, one.start)} ${left.slice(one.end)}`, text);
  const words = atomsOf(index, rest, lang, known);
  const named = mentions.filter(({ ambient }) => !ambient);
  const atoms = [...words, ...named.map((one) => (one.vague ? scaled(atomOf(one), AS_VAGUE) : atomOf(one)))];
  const wanted = [...text.matchAll(WHICH)].flatMap(([, word]) => atomsOf(index, word!, lang, known));
  const cued = Object.entries(index.cues).filter(([, cues]) => cues.some((cue) => text.toLowerCase().includes(cue))).map(([kind]) => kind);
  const worth = worthOf(index);
  const found = index.queries.map((query): Read => {
    const { values, used } = fill(query, mentions, index);
    const needed = named.filter(({ vague }) => !vague);
    const wanting = query.parameters.some((one) => one.kinds.length && !one.optional && !(one.name in values) && one.default === null);
    const features: Record<string, number> = {
      pattern: Math.max(0, ...query.patterns.map((pattern) => alike(atoms, pattern, worth))),
      title: evidence(words, query.title, worth),
      text: evidence(words, query.text, worth),
      columns: evidence(words, query.columns, worth),
      asked: wanted.length ? Math.max(...wanted.map((one) => match(one, query.columns))) : 0.5,
      kind: cued.length && query.kinds.length ? Number(cued.some((kind) => query.kinds.includes(kind))) : 0.5,
      used: needed.length ? needed.filter((one) => used.has(one)).length / needed.length : 0.5,
      wanting: Number(wanting),
    };
    return { query, values, score: Object.entries(features).reduce((sum, [name, value]) => sum + index.weights[name]! * value, 0) };
  });
  return found.sort((a, b) => b.score - a.score || (a.query.name < b.query.name ? -1 : 1));
}

function languageOf({ stop }: Index, text: string, fallback: Lang): Lang {
  const count = (lang: Lang) => spelt(text).filter((word) => stop[lang].includes(word)).length;
  const [da, en] = [count("da"), count("en")];
  return da === en ? fallback : da > en ? "da" : "en";
}

function atomsOf({ stop, groups }: Index, text: string, lang: Lang, known: Set<string>): Atom[] {
  const all = (terms: string[], strength: number) => Object.fromEntries(terms.map((term) => [term, strength]));
  const atom = (whole: string, pieces: string[]): Atom => ({ ...all(pieces.flatMap((one) => groups[one] ?? []), AS_PART), ...all(pieces, AS_PART), ...all(groups[whole] ?? [], AS_GROUP), [whole]: 1 });
  return spelt(text).filter((word) => !stop[lang].includes(word)).flatMap((word) => {
    const whole = stem(word, lang);
    const pieces = groups[whole] || lang !== "da" ? [] : parts(word, known);
    // The parts of a compound that nobody uses whole are words of their own.
    return known.has(whole) || !pieces.length ? [atom(whole, pieces)] : pieces.map((one) => atom(one, []));
  });
}

/** What a text names: the longest names first, then sections and years; none overlap. */
function mentioned(index: Index, text: string, common: Set<string>): Mention[] {
  const taken: Mention[] = [];
  const take = (one: Mention) => { if (!taken.some((old) => one.start < old.end && old.start < one.end)) taken.push(one); };
  const plain = { things: [], vague: false, ambient: false };
  for (const found of text.matchAll(SECTION)) take({ ...plain, kind: "section", text: found[1]!, start: found.index, end: found.index + found[0].length });
  const words = [...text.matchAll(/[\p{L}\p{N}]+/gu)];
  for (let size = Math.min(MOST_WORDS, words.length); size > 0; size -= 1)
    for (let first = 0; first + size <= words.length; first += 1) {
      const [start, last] = [words[first]!.index, words[first + size - 1]!];
      const part = text.slice(start, last.index + last[0].length);
      const things = saysLittle(part, common) ? [] : named(index, part);
      if (things.length) take({ kind: "thing", text: part, start, end: start + part.length, things, vague: isVague(part, things), ambient: things.some((one) => index.ambient.includes(one)) });
    }
  for (const found of text.matchAll(YEAR)) take({ ...plain, kind: "year", text: found[0], start: found.index, end: found.index + 4 });
  return taken.sort((a, b) => a.start - b.start);
}

const named = ({ names }: Index, part: string): string[] =>
  [part, part.replace(/(?:['’]?s|['’])$/u, "")].flatMap((form) => (form.length > 1 ? [keys(form).flatMap((key) => names[key] ?? [])] : [])).find((one) => one.length) ?? [];

function saysLittle(part: string, common: Set<string>): boolean {
  const small = (part.match(/[\p{L}\p{N}]+/gu) ?? []).every((word) => common.has(word.toLowerCase()));
  return (small && part !== part.toUpperCase()) || (part.length <= 2 && part === part.toLowerCase());
}

const isVague = (part: string, things: string[]) =>
  (part === part.toLowerCase() && !part.includes(" ")) || things.every((one) => ["topic", "theme"].includes(kindOf(one)));

function atomOf({ kind, things }: Mention): Atom {
  if (kind !== "thing") return { [`@${kind}`]: 1 };
  const found: Atom = { "@thing": 0.7 };
  for (const own of things.map(kindOf)) {
    for (const [wider, kinds] of Object.entries(WIDER)) if (kinds.includes(own)) found[wider] = 0.85;
    found[`@${own}`] = 1;
  }
  return found;
}

const scaled = (atom: Atom, by: number): Atom => Object.fromEntries(Object.entries(atom).map(([term, strength]) => [term, strength * by]));

/** Give what is named to the parameters that take it, each once. */
function fill({ parameters }: Asked, mentions: Mention[], { ambient }: Index): { values: Record<string, string>; used: Set<Mention> } {
  const values: Record<string, string> = {};
  const used = new Set<Mention>();
  for (const parameter of parameters)
    for (const mention of mentions) {
      const value = used.has(mention) ? undefined : accepted(parameter, mention, ambient);
      if (value === undefined) continue;
      values[parameter.name] = value;
      used.add(mention);
      break;
    }
  return { values, used };
}

function accepted({ type, kinds, default: usual }: Parameter, mention: Mention, ambient: string[]): string | undefined {
  if (mention.kind !== "thing") return type === mention.kind ? mention.text : undefined;
  if (mention.ambient && !ambient.some((one) => short(one) === usual)) return undefined;
  const thing = mention.things.find((one) => kinds.includes(kindOf(one)));
  return thing && short(thing);
}

type Worth = (atom: Atom) => number;

/** How much an atom is worth: that of its commonest term, the middle if none is known. */
function worthOf({ texts, worth }: Index): Worth {
  const middle = LEAST + Math.log(texts + 1) / 2;
  return (atom) => {
    const known = Object.keys(atom).flatMap((term) => worth[term] ?? []);
    return known.length ? LEAST + Math.log((texts + 1) / (Math.max(...known) + 0.5)) : middle;
  };
}

const match = (one: Atom, other: Atom) => Math.max(0, ...Object.entries(one).map(([term, strength]) => Math.min(strength, other[term] ?? 0)));
const total = (atoms: Atom[], by: Worth) => atoms.reduce((sum, atom) => sum + by(atom), 0);
const shared = (wanted: Atom[], having: Atom[], by: Worth) => wanted.reduce((sum, a) => sum + by(a) * Math.max(0, ...having.map((b) => match(a, b))), 0);
const covered = (wanted: Atom[], having: Atom[], by: Worth) => (total(wanted, by) ? shared(wanted, having, by) / total(wanted, by) : 0);
const evidence = (wanted: Atom[], having: Atom, by: Worth) => shared(wanted, [having], by) / (total(wanted, by) + DOUBT);

function alike(atoms: Atom[], pattern: Atom[], by: Worth): number {
  const absent = (each: Atom[]) => each.some((atom) => "=absent" in atom);
  const there = Math.sqrt(covered(atoms, pattern, by) * covered(pattern, atoms, by));
  return there * (absent(atoms) === absent(pattern) ? 1 : OPPOSITE);
}
