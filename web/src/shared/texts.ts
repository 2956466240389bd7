// The page's texts: Python puts the table it needs, of kkgraph/texts, into the page.

export type Lang = "da" | "en";
export type Text = Record<Lang, string>;
export type Entry = string | { one: string; other: string };

const TEXTS = JSON.parse(document.getElementById("texts")?.textContent ?? "{}") as Record<Lang, Record<string, Entry>>;

/** Take texts that come with a script's own data. */
export function know(lang: Lang, texts: Record<string, Entry>): void {
  TEXTS[lang] = { ...TEXTS[lang], ...texts };
}

/** Cited lines count as one where they are one number: "307", not "307-309" or "307, 309". */
export const several = (lines: string): number => (/^\d+$/.test(lines) ? 1 : 2);

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
