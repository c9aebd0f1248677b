// The desk's only script: single keys, and pages that change in place. Without it every form works by itself.
"use strict";

(() => {
  const status = document.getElementById("status");
  // Milliseconds in which nothing is sent from a page that has just come: a second press was meant for the one before.
  const SETTLING = 350;
  let busy = false;
  let shownAt = -SETTLING;

  const main = () => document.querySelector("main");
  const typed = () => [...main().querySelectorAll("textarea")].some((one) => one.value.trim());
  const mayLose = () => !typed() || confirm("Your note goes with a verdict, and is lost without one. Go on?");
  const place = () => location.pathname + location.search;
  let shownPlace = place();
  const say = (text) => { if (status) status.textContent = text; };

  // Put another page's header and main in place of this one's, and the focus on its heading.
  function show(page) {
    for (const part of ["header", "main"]) {
      const found = page.querySelector(part);
      if (!found) throw new Error("no page");
      document.querySelector(part).replaceWith(document.importNode(found, true));
    }
    document.title = page.title;
    shownAt = performance.now();
    ready();
    const heading = main().querySelector("h1");
    window.scrollTo(0, 0);
    if (heading) heading.focus({ preventScroll: true });
    say([main().dataset.said, heading ? heading.textContent : ""].filter(Boolean).join(" "));
  }

  // Keys work only with this script: until it runs the page does not name them.
  function ready() {
    if (main().dataset.keys === "ready") main().dataset.keys = "on";
  }

  async function send(form, button) {
    if (busy) return;
    busy = true;
    main().setAttribute("aria-busy", "true");
    const given = new FormData(form);
    if (button && button.name) given.append(button.name, button.value);
    const address = actionOf(form, button);
    const posts = form.method === "post";
    try {
      const answer = await fetch(posts ? address : `${address}?${new URLSearchParams(given)}`, {
        method: form.method, body: posts ? new URLSearchParams(given) : null, credentials: "same-origin", cache: "no-store",
      });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      // A refusal has nothing to fill in: this page stays, with what was typed.
      if (answer.ok || page.querySelector("main form")) {
        show(page);
        // A page that asks to send again has no address: loaded anew, this one is there still.
        if (answer.ok && posts) history.replaceState(null, "", answer.url);
        else if (answer.ok) history.pushState(null, "", answer.url);
        shownPlace = place();
      } else complain([...page.querySelectorAll("main p")].map((one) => one.textContent).join(" "));
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

  const actionOf = (form, button) => (button && button.getAttribute("formaction")) || form.getAttribute("action");

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    event.preventDefault();
    if (event.timeStamp < shownAt + SETTLING) return;
    const decides = ["/decide", "/batch", "/me"].includes(actionOf(form, event.submitter));
    if (decides || mayLose()) send(form, event.submitter);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]:not([href^='#'])");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && !mayLose()) event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.key === "Escape" && !event.isComposing && at.matches && at.matches("main textarea, main select")) {
      at.blur();
      main().querySelector("h1").focus();
      return;
    }
    if (main().dataset.keys !== "on" || busy || event.repeat || event.isComposing || event.defaultPrevented) return;
    if (event.ctrlKey || event.altKey || event.metaKey || (event.shiftKey && event.key !== "?")) return;
    if (at.closest && at.closest("input, textarea, select, [contenteditable]")) return;
    if (!/^[arocsun?]$/.test(event.key)) return;
    if (!"n?".includes(event.key) && event.timeStamp < shownAt + SETTLING) return;
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

  // Back, after pages that changed in place; a link within the page is no other place.
  window.addEventListener("popstate", () => { if (place() !== shownPlace) location.reload(); });

  ready();
})();
