// What the columns of an answer are and how their values read, as src/kkgraph/formats/columns.py has it.
import { fill, type Lang, placed } from "../shared/texts";
import type { Kind } from "../table/sheet";
import { type Column, ownPage, type PageData, shorten, webAddress } from "./page";
import type { Row, Term } from "./results";

const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBER = /#(integer|decimal|double|float|int|long|nonNegativeInteger)$/;
const DATE = /#(date|gYear|gYearMonth|dateTime)$/;
const CITED = /§([^;,]+)(?:, (line|page)s? ([\d–, -]+))?/;
const NAMED = /^(.+)Label$/;

export interface Shown extends Column { heading: string; labelled?: string | undefined }

/** The columns that stand for themselves, the source last; a label and a currency go with another. */
export function columnsOf(names: string[], declared: Column[], rows: Row[]): Shown[] {
  const known = names.map((name) => declared.find((one) => one.name === name) ?? guessed(name, names, rows));
  const currencies = new Set(known.map(({ currency }) => currency));
  const shown = known.filter(({ name, kind }) => kind !== "label" && !currencies.has(name));
  const filled = shown.filter(({ name }) => rows.some((row) => row[name]));
  const placed = [...filled.filter(({ kind }) => kind !== "citation"), ...filled.filter(({ kind }) => kind === "citation")];
  return placed.map((one) => ({ ...one, heading: upfirst(one.label), labelled: known.find(({ of }) => of === one.name)?.name }));
}

function guessed(name: string, names: string[], rows: Row[]): Column {
  const of = NAMED.exec(name)?.[1];
  if (of && names.includes(of)) return { name, kind: "label", label: of, of };
  return { name, kind: kindOf(rows.flatMap((row) => row[name] ?? [])), label: inWords(name) };
}

const inWords = (name: string) => name.replace(/_/g, " ").replace(/(?<=\p{Ll})(?=\p{Lu})/gu, " ").toLowerCase();
const upfirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function kindOf(terms: Term[]): Kind {
  const all = (test: (term: Term) => boolean) => terms.length > 0 && terms.every(test);
  if (all(({ type }) => type === "uri")) return "thing";
  if (all(({ datatype }) => NUMBER.test(datatype ?? ""))) return "number";
  if (all(({ datatype }) => DATE.test(datatype ?? ""))) return "date";
  if (all(({ datatype }) => datatype === `${XSD}duration`)) return "duration";
  return all(({ value }) => value.startsWith("§")) ? "citation" : "text";
}

/** A part of a cell: its text, and where it leads. */
export interface Part { text: string; href?: string | undefined }

/** How a value reads: things by name, money, days and durations in words, citations as links. */
export function parts(column: Shown, row: Row, page: PageData, names: Map<string, string>): Part[] {
  const term = row[column.name];
  if (!term) return [];
  if (term.type === "uri") {
    const name = (column.labelled && row[column.labelled]?.value) || names.get(term.value) || shorten(term.value, page.prefixes);
    return [{ text: name, href: ownPage(term.value, page) ?? webAddress(term.value) }];
  }
  if (column.kind === "citation") return term.value.split(/;\s*/).map((place) => cited(place, page));
  if (column.kind === "money") return [{ text: money(term.value, row[column.currency ?? ""]?.value ?? "", page) }];
  return [{ text: readable(term, page.lang) }];
}

function cited(place: string, page: PageData): Part {
  const found = CITED.exec(place);
  if (!found) return { text: place };
  const [section, unit, where] = [found[1]!.trim(), found[2], found[3]];
  const text = unit ? placed(section, `${unit}s`, where!, page.lang) : fill("heading", page.lang, { section });
  return { text, href: ownPage(`${page.namespace}section/${section}`, page) };
}

function money(amount: string, currency: string, page: PageData): string {
  const name = page.currencies[currency] ?? currency;
  const number = Number.isNaN(Number(amount)) ? amount : Number(amount).toLocaleString(page.lang);
  return name ? page.money.replace("{amount}", number).replace("{currency}", name) : number;
}

function readable({ value, datatype }: Term, lang: Lang): string {
  const type = datatype ?? "";
  if (NUMBER.test(type)) return Number.isNaN(Number(value)) ? value : Number(value).toLocaleString(lang, { maximumFractionDigits: 10 });
  if (type === `${XSD}date` && /^\d{4}-\d\d-\d\d$/.test(value)) return day(value, lang, { day: "numeric" });
  if (type === `${XSD}gYearMonth` && /^\d{4}-\d\d$/.test(value)) return day(`${value}-01`, lang);
  return type === `${XSD}duration` ? duration(value, lang) : value;
}

const day = (value: string, lang: Lang, more: Intl.DateTimeFormatOptions = {}) =>
  new Date(`${value}T00:00:00Z`).toLocaleDateString(lang === "en" ? "en-GB" : lang, { year: "numeric", month: "long", timeZone: "UTC", ...more });

const UNITS = { Y: "year", M: "month", W: "week", D: "day" } as const;

function duration(value: string, lang: Lang): string {
  const found = /^P((?:\d+[YMWD])+)$/.exec(value);
  if (!found) return value;
  const said = [...found[1]!.matchAll(/(\d+)([YMWD])/g)].map(([, n, unit]) =>
    Number(n).toLocaleString(lang, { style: "unit", unit: UNITS[unit as keyof typeof UNITS], unitDisplay: "long" }));
  return said.join(" ");
}
