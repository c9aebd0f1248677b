// The desk's only script: single keys, and pages that change in place. Without it every form works by itself.
"use strict";

(() => {
  const status = document.getElementById("status");
  let busy = false;

  const main = () => document.querySelector("main");
  const say = (text) => { if (status) status.textContent = text; };

  // Put another page's header and main in place of this one's, and the focus on its heading.
  function show(page, address) {
    for (const part of ["header", "main"]) {
      const found = page.querySelector(part);
      if (!found) throw new Error("no page");
      document.querySelector(part).replaceWith(document.importNode(found, true));
    }
    document.title = page.title;
    history.replaceState(null, "", address);
    const heading = main().querySelector("h1");
    window.scrollTo(0, 0);
    if (heading) heading.focus({ preventScroll: true });
    say([main().dataset.said, heading ? heading.textContent : ""].filter(Boolean).join(" "));
  }

  async function send(form, button) {
    if (busy) return;
    busy = true;
    main().setAttribute("aria-busy", "true");
    const given = new FormData(form);
    if (button && button.name) given.append(button.name, button.value);
    const address = (button && button.getAttribute("formaction")) || form.getAttribute("action");
    try {
      const answer = await fetch(address, {
        method: "POST", body: new URLSearchParams(given), credentials: "same-origin", cache: "no-store",
      });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      // A refusal has nothing to fill in: this page stays, with what was typed.
      if (answer.ok || page.querySelector("main form")) show(page, answer.url);
      else complain([...page.querySelectorAll("main p")].map((one) => one.textContent).join(" "));
    } catch (error) {
      complain("The desk did not answer. What you typed is still here; is variorum review still running?");
    } finally {
      busy = false;
    }
  }

  // What went wrong, told to be heard and to be seen.
  function complain(text) {
    main().removeAttribute("aria-busy");
    say(text);
    let box = document.getElementById("unreached");
    if (!box) {
      box = document.createElement("p");
      box.id = "unreached";
      box.className = "problem";
      main().prepend(box);
    }
    box.textContent = text;
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    event.preventDefault();
    send(form, event.submitter);
  });

  document.addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.key === "Escape" && at.matches && at.matches("textarea")) {
      at.blur();
      main().querySelector("h1").focus();
      return;
    }
    if (main().dataset.keys !== "on" || busy || event.repeat || event.isComposing || event.defaultPrevented) return;
    if (event.ctrlKey || event.altKey || event.metaKey || (event.shiftKey && event.key !== "?")) return;
    if (at.closest && at.closest("input, textarea, select, [contenteditable]")) return;
    if (!/^[arocsun?]$/.test(event.key)) return;
    const found = main().querySelector(`[data-key="${event.key}"]`);
    if (!found) return;
    event.preventDefault();
    if (event.key === "n") {
      found.focus();
    } else {
      if (event.key === "?") found.focus();
      found.click();
    }
  });
})();
