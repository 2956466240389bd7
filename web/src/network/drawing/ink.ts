// The page's colours, light or dark, as canvas and WebGL need them.

export interface Inks { ink: string; quiet: string; paper: string; edge: string; strong: string; faint: string }

/** The colours that the style sheet gives now. */
export function inks(): Inks {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return { ink: of("ink"), quiet: of("quiet"), paper: of("paper"), edge: of("edge"), strong: of("strong"), faint: of("faint") };
}

const [WHITE, STEP, CONTRAST] = [255, 0.05, 3];
const lit = new Map<string, string>();

/** A colour that is seen on a paper: on dark paper as much lighter as a contrast of 3 to 1 takes. */
export function seenOn(paper: string, colour: string): string {
  const key = `${paper} ${colour}`;
  const found = lit.get(key) ?? lightened(paper, colour);
  lit.set(key, found);
  return found;
}

function lightened(paper: string, colour: string): string {
  const below = luminance(parts(paper));
  if (below > 0.2) return colour;
  for (let share = 0; share < 1; share += STEP) {
    const mixed = parts(colour).map((part) => Math.round(part + (WHITE - part) * share));
    if ((luminance(mixed) + 0.05) / (below + 0.05) >= CONTRAST) return hex(mixed);
  }
  return colour;
}

/** A colour that lets so much through, as WebGL adds it: each part already multiplied. */
export function sheer(colour: string, opacity: number): string {
  return hex([...parts(colour).map((part) => part * opacity), WHITE * opacity]);
}

function parts(colour: string): number[] {
  const six = colour.length === 4 ? [...colour.slice(1)].map((one) => one + one).join("") : colour.slice(1, 7);
  return [0, 2, 4].map((at) => parseInt(six.slice(at, at + 2), 16));
}

const hex = (all: number[]) => `#${all.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;

/** The relative luminance of WCAG 2. */
function luminance(all: number[]): number {
  const [red, green, blue] = all.map((part) => part / WHITE).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** Call back when light becomes dark or dark light. */
export function whenInksChange(then: () => void): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", then);
}
