// Where a query that the engine refuses stops making sense, as src/kkgraph/sparql/syntax.py finds it.
import { type Token, tokens } from "./text";

export interface Mistake { code: "prefix" | "ungrouped" | "taken" | "end" | "unexpected" | "complex"; line: number; column: number; token: string }

const WIDTH = 20; // longer than any keyword that the engine looks for
const SAID: [string, Mistake["code"]][] = [
  ["Prefix not found", "prefix"],
  ["The SELECT contains a variable that is unbound", "ungrouped"],
  ["The SELECT overrides an existing variable", "taken"],
];

/** The mistake of a text that `parse` refuses, undefined when it takes it. */
export function mistake(text: string, prologue: string, parse: (text: string) => unknown, written: (token: Token) => string): Mistake | undefined {
  const { widened, starts } = apart(text, prologue, written);
  const message = complaint(() => parse(widened));
  if (message === undefined) return undefined;
  const place = /error at (\d+):(\d+)/.exec(message);
  const offset = place ? offsetOf(widened, Number(place[1]), Number(place[2])) : 0;
  const token = offset >= widened.length ? undefined : starts.filter(({ at }) => at <= offset).at(-1)?.token ?? starts[0]?.token;
  const where = token ? token.start : text.trimEnd().length;
  const code = SAID.find(([said]) => message.includes(said))?.[1] ?? (token ? "unexpected" : "end");
  return { code, ...placeOf(text, where), token: token?.text ?? "" };
}

function complaint(parse: () => unknown): string | undefined {
  try { parse(); return undefined; } catch (error) { return String(error); }
}

/** The tokens of a text far apart: the engine names the farthest place at which it looked for a word. */
function apart(text: string, prologue: string, written: (token: Token) => string) {
  let widened = prologue;
  let end = 0;
  const starts = tokens(text).map((token) => {
    const gap = text.slice(end, token.start);
    widened += "\n".repeat(gap.split("\n").length - 1) + (gap || "{}()".includes(token.text) ? " ".repeat(WIDTH) : "");
    const at = widened.length;
    widened += written(token);
    end = token.start + token.text.length;
    return { at, token };
  });
  return { widened: widened + " ".repeat(WIDTH), starts };
}

const offsetOf = (text: string, line: number, column: number) =>
  text.split("\n").slice(0, line - 1).reduce((sum, part) => sum + part.length + 1, 0) + column - 1;

/** The line and the column (both from 1) of an offset. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}

/** What stands at a line and a column (both from 1). */
export function tokenAt(text: string, line: number, column: number): string {
  const offset = offsetOf(text, line, column);
  return tokens(text).find((token) => token.start + token.text.length > offset)?.text ?? "";
}
