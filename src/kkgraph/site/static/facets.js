// Narrows a list by text and facets; each choice says how many lines it would leave.
(() => {
  const form = document.getElementById("facets");
  const items = [...document.getElementById("items").children];
  const text = document.getElementById("f-text");
  const facets = [...form.querySelectorAll("select")];
  const has = (item, facet) => !facet.value || values(item, facet).includes(facet.value);
  const values = (item, facet) => item.dataset[facet.dataset.facet].split("|");
  const speaks = (item) => item.textContent.toLowerCase().includes(text.value.trim().toLowerCase());

  function recount(facet) {
    const left = items.filter((item) => speaks(item) && facets.every((one) => one === facet || has(item, one)));
    for (const option of [...facet.options].slice(1)) {
      const count = left.filter((item) => values(item, facet).includes(option.value)).length;
      option.textContent = `${option.value} (${count})`;
      option.disabled = count === 0 && !option.selected;
    }
  }

  function narrow() {
    let shown = 0;
    for (const item of items) {
      item.hidden = !(speaks(item) && facets.every((facet) => has(item, facet)));
      shown += item.hidden ? 0 : 1;
    }
    document.getElementById("shown").textContent = shown;
    facets.forEach(recount);
    const chosen = [["text", text.value], ...facets.map((facet) => [facet.dataset.facet, facet.value])];
    const address = new URLSearchParams(chosen.filter(([, value]) => value)).toString();
    history.replaceState(null, "", address ? `#${address}` : location.pathname);
  }

  const wanted = new URLSearchParams(location.hash.slice(1));
  text.value = wanted.get("text") ?? "";
  for (const facet of facets) facet.value = wanted.get(facet.dataset.facet) ?? "";
  form.addEventListener("input", narrow);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  if (location.hash) narrow();
})();
