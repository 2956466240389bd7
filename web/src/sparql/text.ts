// SPARQL text as src/kkgraph/sparql/text.py has it: values put in, names the engine reads right.

const LETTER = String.raw`(?:[\p{L}\p{N}\p{M}_:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])`;
const TOKEN = new RegExp([
  String.raw`(?<space>\s+|#[^\n]*)`,
  String.raw`(?<text>"""(?:[^"\\]|\\.|"(?!""))*"""|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')`,
  String.raw`(?<iri><[^<>"{}|^\x60\\\s]*>)`,
  String.raw`(?<variable>[?$][\p{L}\p{N}_]+)`,
  String.raw`(?<name>(?:\p{L}(?:[\p{L}\p{N}\p{M}_.\-]*[\p{L}\p{N}\p{M}_\-])?)?:(?:${LETTER}(?:(?:${LETTER}|[.\-])*(?:${LETTER}|-))?)?)`,
  String.raw`(?<word>_:[\p{L}\p{N}_](?:[\p{L}\p{N}_.\-]*[\p{L}\p{N}_\-])?|@[A-Za-z][\w\-]*|\d*\.?\d+(?:[eE][+\-]?\d+)?|[\p{L}\p{N}_]+)`,
  String.raw`(?<mark>.)`,
].join("|"), "gsu");

export interface Token { kind: string; text: string; start: number }

/** The tokens of a text, without spaces and comments. */
export function tokens(text: string): Token[] {
  return [...text.matchAll(TOKEN)].flatMap((match) => {
    const kind = Object.entries(match.groups!).find(([, found]) => found !== undefined)![0];
    return kind === "space" ? [] : [{ kind, text: match[0], start: match.index }];
  });
}

const word = (token: Token | undefined) => token && /word|mark/.test(token.kind) ? token.text.toUpperCase() : "";

/** The text with each value in the place of its variable; BOUND of one with a value is true. */
export function withValues(text: string, values: Record<string, string>): string {
  const found = tokens(text);
  const columns = columnsOf(found);
  const own = assigned(found);
  return edited(text, found, (token, i) => {
    const value = token.kind === "variable" && !own.has(token.text.slice(1)) ? values[token.text.slice(1)] : undefined;
    if (!value) return undefined;
    if (word(found[i - 1]) === "(" && word(found[i - 2]) === "BOUND") return { from: i - 2, to: i + 1, text: "true" };
    const term = text[token.start - 1] === "<" ? ` ${value}` : value;
    return { from: i, to: i, text: columns.has(token.start) ? `(${term} AS ${token.text})` : term };
  });
}

/** The text with the dots of a local name escaped where there are several: the engine reads one. */
export function escaped(text: string): string {
  return edited(text, tokens(text), (token, i) => {
    const written = asRead(token);
    return written === token.text ? undefined : { from: i, to: i, text: written };
  });
}

/** A token as the engine reads it right. */
export function asRead({ kind, text }: Token): string {
  const colon = text.indexOf(":") + 1;
  const local = text.slice(colon);
  return kind !== "name" || local.split(".").length < 3 ? text : text.slice(0, colon) + local.replace(/(?<!\\)\./g, "\\.");
}

type Edit = { from: number; to: number; text: string };

function edited(text: string, found: Token[], edit: (token: Token, i: number) => Edit | undefined): string {
  return found.map(edit).filter((one) => one !== undefined).reduceRight((whole, { from, to, text: instead }) => {
    const last = found[to]!;
    return whole.slice(0, found[from]!.start) + instead + whole.slice(last.start + last.text.length);
  }, text);
}

/** The variables that a text gives a value itself: AS ?x, VALUES ?x. */
function assigned(found: Token[]): Set<string> {
  const names = new Set<string>();
  let listed = false;
  found.forEach((token, i) => {
    const before = word(found[i - 1]);
    listed = before === "VALUES" || (listed && before !== "{");
    if (token.kind === "variable" && (listed || before === "AS")) names.add(token.text.slice(1));
  });
  return names;
}

/** Where the variables stand that a SELECT names as its columns. */
function columnsOf(found: Token[]): Set<number> {
  const columns = new Set<number>();
  let selecting = false;
  let depth = 0;
  for (const token of found) {
    const what = word(token);
    depth += what === "(" ? 1 : what === ")" ? -1 : 0;
    if (what === "SELECT") { selecting = true; depth = 0; }
    else if (["{", "WHERE", "FROM"].includes(what)) selecting = false;
    else if (selecting && depth === 0 && token.kind === "variable") columns.add(token.start);
  }
  return columns;
}
