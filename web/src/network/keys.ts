// The keyboard: one letter a thing to do, arrows from neighbour to neighbour.

const ARROWS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Listen; `step` tells whether it took an arrow. */
export function listen(keys: Record<string, () => void>, step: (by: number) => boolean): void {
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (event.ctrlKey || event.metaKey || event.altKey || (typing && event.key !== "Escape")) return;
    const by = ARROWS[event.key];
    if (by !== undefined) {
      if (step(by)) event.preventDefault();
      return;
    }
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
