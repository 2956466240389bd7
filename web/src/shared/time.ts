// The time slider: one year, a period, or all of time; played year by year.
import { el } from "./element";
import type { Asked, Timed } from "./selection";
import { type Lang, word } from "./texts";

type Time = Pick<Asked, "first" | "last">;
export type Years = [number, number] | undefined;
export interface TimeActions { change(part: Partial<Time>): void; play(): void; playing(): boolean }

const EACH = 900; // milliseconds a year

/** The slider with its fields, nothing where no tie has a time. */
export function timeSlider(years: Years, timed: Timed[], lang: Lang, { first, last }: Time, act: TimeActions): HTMLElement {
  if (!years) return el("span", { hidden: true });
  const [from, to] = years;
  const at = first !== "" && first === last ? Number(first.slice(0, 4)) : to;
  const shown = el("span", {}, first || last ? (first === last ? first : `${first} – ${last}`) : word("all_time", lang));
  const year = (event: Event) => (event.target as HTMLInputElement).value;
  const field = (name: "first" | "last") => el("label", {}, word(name === "first" ? "time_from" : "time_to", lang), el("input", {
    type: "number", min: String(from), max: String(to), value: (name === "first" ? first : last).slice(0, 4), placeholder: String(name === "first" ? from : to),
    onchange: (event: Event) => act.change({ [name]: year(event) }),
  }));
  return el("fieldset", { class: "time" }, el("legend", {}, word("time", lang)),
    el("label", {}, el("span", {}, `${word("time_at", lang)}: `, shown), el("input", {
      type: "range", min: String(from), max: String(to), value: String(at),
      oninput: (event: Event) => { shown.textContent = year(event); },
      onchange: (event: Event) => act.change({ first: year(event), last: year(event) }),
    })),
    el("div", { class: "row" },
      el("button", { onclick: () => act.play(), "aria-pressed": String(act.playing()) }, word(act.playing() ? "pause" : "play", lang)),
      el("button", { onclick: () => act.change({ first: "", last: "" }), disabled: !(first || last) }, word("all_time", lang))),
    el("div", { class: "row" }, field("first"), field("last")),
    el("p", { class: "quiet" }, word("undated", lang, { n: timed.filter((one) => !one.start && !one.end).length })),
  );
}

/** A player of years: each call starts or stops it. */
export function player(years: Years, state: () => Time, change: (part: Partial<Time>) => void) {
  let timer: ReturnType<typeof setInterval> | undefined;
  const stop = () => { clearInterval(timer); timer = undefined; };
  const show = (year: number) => change({ first: String(year), last: String(year) });
  function step(): void {
    const next = Number(state().first.slice(0, 4)) + 1;
    if (next >= years![1]) stop();
    show(Math.min(next, years![1]));
  }
  return {
    playing: () => timer !== undefined,
    stop,
    play(): void {
      if (timer !== undefined) { stop(); change({}); return; }
      const now = Number(state().first.slice(0, 4));
      timer = setInterval(step, EACH);
      show(state().first === state().last && now >= years![0] && now < years![1] ? now : years![0]);
    },
  };
}
