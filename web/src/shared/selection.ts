// Whether a piece of evidence is what is asked for: by theme, department, section and time.

export interface Timed { start: string; end: string }
export interface Asked { department: string; theme: string; chapter: string; first: string; last: string }
/** What filters ask of a tie or a piece of its evidence; `sections` are those of each of its facts. */
export interface Sorted extends Timed { sections: string[][]; themes: string[]; departments: string[] }

/** Whether a tie, or one piece of its evidence, is what is asked for. */
export function passes(part: Sorted, asked: Asked): boolean {
  return (!asked.department || part.departments.includes(asked.department))
    && (!asked.theme || part.themes.includes(asked.theme))
    && (!asked.chapter || isStatedIn(part.sections, asked.chapter))
    && touches(part, asked.first, asked.last);
}

/** Whether each fact has lines in a chapter or section, or in one that lies in it. */
function isStatedIn(sections: string[][], chapter: string): boolean {
  return sections.length > 0 && sections.every((of) => of.some((one) => one === chapter || one.startsWith(`${chapter}.`)));
}

/** Whether some day from `first` to `last` lies in a printed time; "" is open on its side. */
function touches({ start, end }: Timed, first: string, last: string): boolean {
  return !(start && last && begin(start) > finish(last)) && !(end && first && finish(end) < begin(first));
}

const begin = (printed: string) => printed + "-01-01".slice(printed.length - 4);
const finish = (printed: string) => printed + "-12-31".slice(printed.length - 4);

/** The first and last year that is printed, none where there are not two. */
export function yearsOf(timed: Timed[]): [number, number] | undefined {
  let [first, last] = [Infinity, -Infinity];
  for (const { start, end } of timed) {
    for (const year of [start, end].filter(Boolean).map((text) => Number(text.slice(0, 4)))) {
      first = Math.min(first, year);
      last = Math.max(last, year);
    }
  }
  return first < last ? [first, last] : undefined;
}

const DATE = /^\d{4}(-\d\d){0,2}$/;

/** What an address says of time: `at`, or `from` and `to`. */
export function timeOf({ text, has }: { text(key: string, old: string): string; has(key: string): boolean }): Pick<Asked, "first" | "last"> {
  const date = (key: string) => (DATE.test(text(key, "")) ? text(key, "") : "");
  return { first: date(has("at") ? "at" : "from"), last: date(has("at") ? "at" : "to") };
}

/** The same as it stands in an address. */
export function timeWords({ first, last }: Pick<Asked, "first" | "last">): { at: string; from: string; to: string } {
  const at = first !== "" && first === last;
  return { at: at ? first : "", from: at ? "" : first, to: at ? "" : last };
}
