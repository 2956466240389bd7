// The stems of words, as src/kkgraph/asking/words.py has them.
import { DanishStemmer } from "snowball-stemmer.jsx/dest/danish-stemmer.common.js";
import { EnglishStemmer } from "snowball-stemmer.jsx/dest/english-stemmer.common.js";
import type { Lang } from "../shared/texts";

const SHORTEST = 3; // letters of a part of a compound
const JOINTS = ["", "s", "e", "er"];
// Beginnings that Snowball treats like "commun" since these stemmers were made.
const LATER = /^(past|univers|later|emerg|organ|inter)(?=.)/;
const stemmers = { da: new DanishStemmer(), en: new EnglishStemmer() };

/** The stem of a word. */
export function stem(word: string, lang: Lang): string {
  const begins = lang === "en" ? LATER.exec(word)?.[1] : undefined;
  if (!begins) return stemmers[lang].stemWord(word);
  const stemmed = stemmers.en.stemWord(`commun${word.slice(begins.length)}`);
  return stemmed.startsWith("commun") ? begins + stemmed.slice("commun".length) : stemmers.en.stemWord(word);
}

/** The words of a text in lower case. */
export const spelt = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** The two stems that a Danish compound is made of, [] if it is none. */
export function parts(word: string, known: Set<string>): string[] {
  for (let cut = word.length - SHORTEST; cut >= SHORTEST; cut -= 1) {
    const tail = stem(word.slice(cut), "da");
    const first = known.has(tail) ? head(word.slice(0, cut), known) : undefined;
    if (first) return [first, tail];
  }
  return [];
}

function head(text: string, known: Set<string>): string | undefined {
  const bare = JOINTS.filter((joint) => text.endsWith(joint)).map((joint) => text.slice(0, text.length - joint.length));
  return bare.filter((word) => word.length >= SHORTEST).map((word) => stem(word, "da")).find((one) => known.has(one));
}
