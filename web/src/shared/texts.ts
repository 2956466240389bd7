// The page's texts: Python puts the table it needs, of kkgraph/texts, into the page.

export type Lang = "da" | "en";
export type Text = Record<Lang, string>;
export type Entry = string | { one: string; other: string };

const TEXTS = JSON.parse(document.getElementById("texts")?.textContent ?? "{}") as Record<Lang, Record<string, Entry>>;

/** Take texts that come with a script's own data. */
export function know(lang: Lang, texts: Record<string, Entry>): void {
  TEXTS[lang] = { ...TEXTS[lang], ...texts };
}

/** A section and what of it is cited, as `located` of src/kkgraph/lines.py says it: lines, and pages as "p. 2". */
export function located(section: string, places: string, lang: Lang): string {
  const [pages, lines] = [true, false].map((is) => places.split(", ").filter((one) => one && one.startsWith("p. ") === is)) as [string[], string[]];
  const said = (key: string, texts: string[]) => (texts.length ? [placed(section, key, texts.join(", "), lang)] : []);
  return [...said("lines", lines), ...said("pages", pages.map((one) => one.slice(3)))].join("; ") || fill("heading", lang, { section });
}

/** A section and its lines or pages, which count as one where they are one number: "307", not "307–309". */
export function placed(section: string, unit: string, where: string, lang: Lang): string {
  const said = fill(unit, lang, { n: /^\d+$/.test(where) ? 1 : 2, where: where.replace(/-/g, "–") });
  return fill("place", lang, { section, where: said });
}

/** A text with its placeholders filled; `n` decides between its forms for one and for several. */
export function word(key: string, lang: Lang, values: Record<string, string | number> = {}): string {
  return fill(key, lang, values);
}

/** As `word`, for a text that is kept elsewhere too: `empty`, `formats`. */
export function fill(key: string, lang: Lang, values: Record<string, string | number> = {}): string {
  const found = TEXTS[lang][key]!;
  const text = typeof found === "string" ? found : found[String(values["n"]) === "1" ? "one" : "other"];
  return text.replace(/\{(\w+)\}/g, (_, name: string) => (name === "n" && typeof values["n"] === "number" ? values["n"].toLocaleString(lang) : String(values[name])));
}

/** Lower case without accents, so that a search finds them however they are typed. */
export function folded(text: string): string {
  return text.toLowerCase().replace(/ø/g, "o").replace(/æ/g, "ae").normalize("NFD").replace(/\p{M}/gu, "");
}
