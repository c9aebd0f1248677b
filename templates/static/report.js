// What an event page can do where scripts run: print notes under their sentence, narrow the table of claims, and walk
// the marks by key.
"use strict";
(() => {
  const marks = [...document.querySelectorAll("main details.m")];
  const notes = new Map(marks.map((mark) => [mark, [...mark.querySelectorAll(":scope > .note")]]));
  addEventListener("beforeprint", () => {
    for (const sentence of document.querySelectorAll("main .r")) sentence.after(...sentence.querySelectorAll(".note"));
  });
  addEventListener("afterprint", () => {
    for (const [mark, own] of notes) mark.append(...own);
  });

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
    found.textContent = left === rows.length ? `all ${left} claims` : `${left} of ${rows.length} claims`;
  }

  let opened = null;
  function walk(step) {
    const seen = marks.filter((mark) => !mark.matches(".off") && mark.checkVisibility());
    const here = document.activeElement?.closest("details.m") ?? opened;
    const at = seen.indexOf(here);
    const next = seen[at < 0 ? (step > 0 ? 0 : seen.length - 1) : at + step];
    if (!next) return;
    if (opened && opened !== next) opened.open = false;
    opened = next;
    next.open = true;
    const words = next.querySelector("summary");
    words.focus({ preventScroll: true });
    words.scrollIntoView({ block: "center" });
  }

  tools.hidden = false;
  tools.addEventListener("change", narrow);
  tools.addEventListener("reset", () => setTimeout(narrow));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input, select, textarea")) return;
    if (!tools.elements.keys.checked) return;
    if (event.key === "j") walk(1);
    else if (event.key === "k") walk(-1);
    else if (event.key === "Escape" && opened) opened.open = false;
  });
  narrow();
})();
