// Searches the site's names. Each is [page, label, kind, spellings without case and accents, weight].
(() => {
  const MOST = 60;
  const names = window.kkgraphNames;
  const field = document.getElementById("q");
  const list = document.getElementById("hits");
  const status = document.getElementById("found");
  const folder = document.body.dataset.root + (document.documentElement.lang === "en" ? "" : "da/");

  // As kkgraph.entities.keys: no case, accents or punctuation; the index holds both "ø" as "o" and "oe".
  function plain(text) {
    const letters = text.toLowerCase().replace(/ß/g, "ss").replace(/ø/g, "o").replace(/æ/g, "ae").replace(/đ/g, "d").replace(/ł/g, "l");
    return (letters.normalize("NFD").replace(/\p{M}/gu, "").match(/[\p{L}\p{N}]+/gu) ?? []).join(" ");
  }

  // How well a spelling fits: itself, its beginning, a word's beginning, all words somewhere.
  function fit(spelling, wanted, words) {
    if (spelling === wanted) return 4;
    if (spelling.startsWith(wanted)) return 3;
    if (` ${spelling}`.includes(` ${wanted}`)) return 2;
    return words.every((word) => spelling.includes(word)) ? 1 : 0;
  }

  function find(text) {
    const wanted = plain(text);
    const words = wanted.split(" ");
    return names
      .map((name) => [Math.max(...name[3].map((spelling) => fit(spelling, wanted, words))), name])
      .filter(([score]) => score > 0)
      .sort(([a, x], [b, y]) => b - a || y[4] - x[4] || x[1].localeCompare(y[1]));
  }

  function line([page, label, kind, spellings]) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = folder + page;
    link.textContent = label.charAt(0).toUpperCase() + label.slice(1);
    const note = document.createElement("span");
    note.className = "kind";
    const own = plain(label);
    const other = spellings.find((one) => one !== own && one.includes(plain(field.value)) && !own.includes(plain(field.value)));
    note.textContent = other ? `${kind} · ${other}` : kind;
    item.append(link, " ", note);
    return item;
  }

  function show() {
    const text = field.value.trim();
    const hits = plain(text) ? find(text) : [];
    list.replaceChildren(...hits.slice(0, MOST).map(([, name]) => line(name)));
    const { one, several, none } = status.dataset;
    status.textContent = !text ? "" : hits.length ? `${hits.length} ${hits.length === 1 ? one : several}` : none;
    history.replaceState(null, "", text ? `?q=${encodeURIComponent(text)}` : location.pathname);
  }

  field.value = new URLSearchParams(location.search).get("q") ?? "";
  field.addEventListener("input", show);
  field.form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
  show();
  if (!field.value) field.focus();
})();
