// Fetches what search suggestions need when a search field is entered, opens what an address
// leads into, and draws the menu to where the reader is.
(() => {
  function unfold() {
    const target = document.querySelector(":target");
    const folded = target && target.closest("details:not([open])");
    if (!folded) return;
    folded.open = true;
    target.scrollIntoView();
  }
  unfold();
  addEventListener("hashchange", unfold);
  const menu = document.querySelector(".menu ul");
  const here = menu.querySelector("[aria-current]");
  if (here) menu.scrollLeft = here.offsetLeft - menu.offsetLeft - 60;

  const root = document.body.dataset.root;
  let asked = false;
  const fetched = (name) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `${root}assets/${name}`;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
  async function start() {
    if (asked) return;
    asked = true;
    await fetched(`search.${document.documentElement.lang}.js`);
    await fetched("search.js");
  }
  for (const field of document.querySelectorAll(".search input[name=q]"))
    field.addEventListener("focus", () => { start().catch(() => undefined); });
})();
