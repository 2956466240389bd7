// Fetches what search suggestions need when a search field is entered.
(() => {
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
