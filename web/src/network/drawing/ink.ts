// The page's colours, light or dark, as canvas and WebGL need them.

export interface Inks { ink: string; quiet: string; paper: string; edge: string; strong: string; faint: string }

/** The colours that the style sheet gives now. */
export function inks(): Inks {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return { ink: of("ink"), quiet: of("quiet"), paper: of("paper"), edge: of("edge"), strong: of("strong"), faint: of("faint") };
}

/** Call back when light becomes dark or dark light. */
export function whenInksChange(then: () => void): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", then);
}
