// Names letter by letter, as src/kkgraph/entities/search.py compares them.

const LETTERS: Record<string, string> = { ø: "o", å: "a", æ: "ae", ß: "ss", đ: "d", ł: "l" };
const SPELT_OUT: Record<string, string> = { ø: "oe", å: "aa", ö: "oe", ä: "ae", ü: "ue" };
const ENOUGH = 0.72;
const MOST_SLIPS = 2;
const LETTERS_A_SLIP = 4;
const SLIP = 0.87;

const replaced = (text: string, letters: Record<string, string>) => text.replace(/[^\x00-\x7f]/gu, (c) => letters[c] ?? c);

/** The forms under which a spelling is compared: no case, accents or punctuation; "ø" as "o" and "oe". */
export function keys(text: string): string[] {
  const lower = text.toLowerCase();
  return [...new Set([plain(lower), plain(replaced(lower, SPELT_OUT))])];
}

function plain(text: string): string {
  const bare = replaced(text, LETTERS).normalize("NFD").replace(/\p{M}/gu, "");
  return (bare.match(/[\p{L}\p{N}]+/gu) ?? []).join(" ");
}

/** 1 for the same, 0.95 for a beginning, 0.92 for whole words, 0.88 for a part, less for what is near. */
export function likeness(wanted: string, name: string): number {
  if (!wanted || !name) return 0;
  if (wanted === name) return 1;
  if (name.startsWith(wanted)) return 0.95;
  if (` ${name} `.includes(` ${wanted} `)) return 0.92;
  if (name.includes(wanted)) return 0.88;
  return 0.85 * Math.max(ratio(wanted, name), byWord(wanted.split(" "), name.split(" ")));
}

/** What a name has to reach to be near. */
export const isNear = (score: number) => score >= ENOUGH;

const byWord = (wanted: string[], words: string[]) =>
  wanted.reduce((sum, one) => sum + Math.max(...words.map((word) => ratio(one, word))), 0) / wanted.length;

/** How alike two words are; a slip of the pen or two counts for little. */
function ratio(one: string, other: string): number {
  const whole = one.length + other.length;
  const alike = (2 * Math.min(one.length, other.length)) / whole < ENOUGH ? 0 : (2 * common(one, other)) / whole;
  const most = Math.min(MOST_SLIPS, Math.floor(one.length / LETTERS_A_SLIP));
  const score = alike >= ENOUGH ? alike : 0;
  return Math.abs(one.length - other.length) <= most && slips(one, other) <= most ? Math.max(score, SLIP) : score;
}

/** The length of the longest common subsequence. */
function common(one: string, other: string): number {
  let row = new Array<number>(other.length + 1).fill(0);
  for (const letter of one) {
    const next = [0];
    for (let j = 0; j < other.length; j += 1) next.push(letter === other[j] ? row[j]! + 1 : Math.max(row[j + 1]!, next[j]!));
    row = next;
  }
  return row[other.length]!;
}

/** Letters to add, leave out, change or swap with the next (optimal string alignment). */
export function slips(one: string, other: string): number {
  const rows = [[...other, ""].map((_, j) => j)];
  for (let i = 0; i < one.length; i += 1) {
    const [row, above] = [rows[i]!, rows[i - 1]];
    const next = [i + 1];
    for (let j = 0; j < other.length; j += 1) {
      let least = Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (one[i] === other[j] ? 0 : 1));
      if (i && j && above && one[i] === other[j - 1] && one[i - 1] === other[j]) least = Math.min(least, above[j - 1]! + 1);
      next.push(least);
    }
    rows.push(next);
  }
  return rows.at(-1)!.at(-1)!;
}
