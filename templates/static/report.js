// What an event page can do where scripts run: close notes by key, narrow the table of claims, and walk the differences by
// key.
"use strict";
(() => {
  // The first words stand before what lies below the window is laid out; then all is, so that the scroll bar is true.
  addEventListener("load", () => setTimeout(() => document.body.classList.add("laid"), 100));

  const marks = [...document.querySelectorAll("main details.m")];
  // What the marks of a line open stands under it, a block for each in their order.
  const notes = new Map();
  for (const mark of marks) {
    const before = mark.parentElement.querySelectorAll(":scope > .m");
    let block = mark.parentElement;
    for (let step = [...before].indexOf(mark); step >= 0; step -= 1) block = block.nextElementSibling;
    notes.set(mark, block.matches(".note") ? [block] : [...block.children]);
  }
  const markOf = (place) =>
    place.closest("main details.m") ?? marks.find((mark) => notes.get(mark).some((note) => note.contains(place)));

  // Escape closes a note again from its words or from within, and leaves the focus on the words.
  document.addEventListener("keydown", (event) => {
    const mark = event.key === "Escape" && markOf(event.target);
    if (!mark) return;
    const words = mark.querySelector("summary");
    mark.open = false;
    mark.classList.add("shut"); // words with the keyboard's focus would show it all the same
    words.focus();
    words.addEventListener("blur", () => mark.classList.remove("shut"), { once: true });
  });
  for (const mark of marks) mark.addEventListener("toggle", () => mark.open && mark.classList.remove("shut"));

  const tools = document.querySelector(".tools");
  if (!tools) return;
  const table = document.querySelector(".ct");
  const rows = [...table.tBodies[0].rows];
  const found = tools.querySelector(".found");
  const chosen = (name) => [...tools.querySelectorAll(`[name=${name}]:checked`)].map((box) => box.value);
  const any = (wanted, has) => !wanted.length || wanted.some(has);
  const kindOf = (badge) => [...badge.classList].find((name) => name.startsWith("k-"));
  const tells = (cell) => cell.querySelector(".r") && !cell.matches(".ab, .ot");

  function narrow() {
    const [kinds, voices, states, outlets] = ["kind", "voice", "state", "outlet"].map(chosen);
    const narrowed = kinds.length + voices.length + states.length > 0;
    const fits = (note) =>
      any(kinds, (kind) => note.classList.contains(`k-${kind}`)) &&
      any(voices, (voice) => note.classList.contains(voice)) &&
      any(states, (state) => note.classList.contains("done") === (state === "done"));
    for (const mark of marks) mark.classList.toggle("off", narrowed && !notes.get(mark).some(fits));
    const shows = (index) => any(outlets, (outlet) => Number(outlet) === index);
    for (const row of [table.tHead.rows[0], ...rows])
      [...row.cells].slice(1).forEach((cell, index) => (cell.hidden = !shows(index)));
    for (const row of rows) {
      const cells = [...row.cells].slice(1).filter((cell) => !cell.hidden);
      const told = cells.filter(tells);
      row.hidden = !told.length || (narrowed && !cells.some((cell) => cell.querySelector("details.m:not(.off)")));
      for (const badge of row.querySelectorAll(".chips .badge")) {
        const kind = kindOf(badge);
        const left = told.some((cell) => [...cell.querySelectorAll(`.note.${kind}`)].some(fits));
        // A difference that marks no words stands between outlets: two of them have to be left.
        const unmarked = told.length > 1 && !voices.length && !states.length && !row.querySelector(`.note.${kind}`);
        badge.hidden = !left && !(unmarked && any(kinds, (one) => `k-${one}` === kind));
        badge.nextElementSibling.hidden = badge.hidden; // its name, for readers of screens
      }
    }
    const left = rows.filter((row) => !row.hidden).length;
    const claims = `${rows.length} claim${rows.length === 1 ? "" : "s"} in the table`;
    found.textContent = left < rows.length ? `${left} of ${claims}` : rows.length === 1 ? claims : `all ${claims}`;
  }

  // The sentences of the strongest differences, the rows in which something differs, the sentences on numbers.
  const differences = [...document.querySelectorAll(".diffs > li, .ct > tbody > tr")];
  const heard = document.createElement("p");
  heard.className = "vh";
  heard.setAttribute("role", "status");
  let last = null;

  function isLeft(one) {
    if (rows.includes(one)) return !one.hidden && one.querySelector(".chips .badge:not([hidden])") !== null;
    const row = document.querySelector(one.querySelector(".go").hash).closest("tr");
    const kind = kindOf(one.querySelector(".badge"));
    if (!row) return any(chosen("kind"), (wanted) => `k-${wanted}` === kind); // no words of that claim are printed
    const badge = row.querySelector(`.chips .${kind}`);
    return !row.hidden && (badge ? !badge.hidden : any(chosen("kind"), (wanted) => `k-${wanted}` === kind));
  }

  function walk(step) {
    const left = differences.filter(isLeft);
    const focused = document.activeElement;
    const here = focused && focused !== document.body ? focused : last;
    const lies = (one, where) => here.compareDocumentPosition(one) & where && !one.contains(here);
    const next =
      step > 0
        ? left.find((one) => !here || lies(one, Node.DOCUMENT_POSITION_FOLLOWING))
        : left.findLast((one) => !here || lies(one, Node.DOCUMENT_POSITION_PRECEDING));
    if (!next) {
      heard.textContent = step > 0 ? "no further difference" : "no earlier difference";
      return;
    }
    last = next.cells ? next.cells[0] : next;
    last.tabIndex = -1;
    last.focus({ preventScroll: true });
    next.style.scrollMarginTop = `${(next.cells ? table.tHead.offsetHeight : 0) + 12}px`; // beneath the outlets' names
    next.scrollIntoView({ block: "start" });
    heard.textContent = `difference ${left.indexOf(next) + 1} of ${left.length}`;
  }

  tools.hidden = false;
  document.querySelector("main").append(heard);
  tools.addEventListener("change", narrow);
  tools.addEventListener("reset", () => setTimeout(narrow));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.matches("input:not([type=checkbox]), select, textarea") || !tools.elements.keys.checked) return;
    if (event.key === "j") walk(1);
    else if (event.key === "k") walk(-1);
  });
  narrow();
})();
