/* Comfort on top of pages that work without it: sliders for lists of positions, focus after an answer, a clock. */
(() => {
  "use strict";

  /* A list of positions becomes a slider; the list stays the field that is sent. */
  const slide = (field) => {
    const list = field.querySelector("select");
    const label = field.querySelector("label");
    if (!list || field.querySelector("input")) return;
    const range = document.createElement("input");
    const said = document.createElement("output");
    const head = document.createElement("div");
    const gives = field.querySelector("[role=status]");
    range.type = "range";
    range.min = "0";
    range.max = String(list.options.length - 1);
    range.step = "1";
    range.value = String(list.selectedIndex);
    range.id = list.id + "-slider";
    said.id = list.id + "-said";
    said.htmlFor = range.id;
    label.htmlFor = range.id;
    head.className = "control-head";
    const show = () => {
      list.selectedIndex = Number(range.value);
      said.value = list.value;
      gives.textContent = list.selectedOptions[0].dataset.said;
      range.setAttribute("aria-valuetext", list.value);
    };
    range.addEventListener("input", show);
    list.hidden = true;
    label.replaceWith(head);
    head.append(label, said);
    gives.before(range);
    show();
  };

  /* What a slider says to a screen reader follows what the server said. */
  const speak = (output) => {
    const range = document.getElementById(output.id.replace(/-shown$/, ""));
    if (range) range.setAttribute("aria-valuetext", output.textContent.trim());
  };

  const tick = () => {
    for (const clock of document.querySelectorAll("[data-until]")) {
      const left = Math.round(Number(clock.dataset.until) - Date.now() / 1000);
      const minutes = Math.floor(Math.max(left, 0) / 60);
      const seconds = String(Math.max(left, 0) % 60).padStart(2, "0");
      clock.textContent = left > 0 ? `${minutes}:${seconds} left` : "time is up; go on if you like";
    }
  };

  const prepare = (root) => {
    for (const field of root.querySelectorAll("[data-slider]")) slide(field);
    const wanted = root.querySelector("[data-focus]");
    if (wanted) wanted.focus({ preventScroll: false });
  };

  /* The strip of modes begins, where it is too narrow for all, at the mode that one is in. */
  const centre = () => {
    const current = document.querySelector(".modes [aria-current]");
    const strip = current && current.closest("ol");
    if (strip) strip.scrollLeft = current.offsetLeft - (strip.clientWidth - current.offsetWidth) / 2;
  };

  /* A request that failed is said where it was made. */
  const tell = (event) => {
    const said = document.createElement("p");
    const status = event.detail.xhr ? event.detail.xhr.status : 0;
    said.className = "fault";
    said.setAttribute("role", "alert");
    said.textContent = status
      ? `This was refused (${status}). Load the page again.`
      : "The lesson does not answer. Is it still running in the terminal?";
    for (const earlier of event.detail.target.querySelectorAll(":scope > .fault[role=alert]:not([id])")) earlier.remove();
    event.detail.target.append(said);
  };
  document.addEventListener("htmx:responseError", tell);
  document.addEventListener("htmx:sendError", tell);

  document.addEventListener("DOMContentLoaded", () => {
    prepare(document);
    centre();
    if (document.querySelector("[data-until]")) {
      tick();
      setInterval(tick, 1000);
    }
  });
  document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
  document.addEventListener("htmx:oobAfterSwap", (event) => {
    if (event.detail.target && event.detail.target.matches("output")) speak(event.detail.target);
  });
})();
