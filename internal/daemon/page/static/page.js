// Makes the pages a little more pleasant. They work without.
"use strict";

// Times are counted on while a page is open, as the server counts them.
const units = [["d", 86400], ["h", 3600], ["m", 60], ["s", 1]];
function span(seconds) {
  const i = units.findIndex(([, size]) => seconds >= size);
  if (i < 0) return "0s";
  const [name, size] = units[i], next = units[i + 1];
  const rest = next ? Math.floor(seconds % size / next[1]) : 0;
  return Math.floor(seconds / size) + name + (rest ? " " + rest + next[0] : "");
}
function tick() {
  for (const t of document.querySelectorAll("time")) {
    const ago = Math.round((Date.now() - Date.parse(t.dateTime)) / 1000);
    t.textContent = ago > 0 ? span(ago) + " ago" : ago < 0 ? "in " + span(-ago) : "now";
  }
}
setInterval(tick, 1000);

// A page that is looked at shows what is true now. What is open stays open, and
// the keyboard stays where it is.
const refresh = Number(document.body.dataset.refresh);
async function renew() {
  if (document.hidden) return;
  try {
    const answer = await fetch(location.href, {headers: {Accept: "text/html"}});
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("main"), old = document.getElementById("main");
    if (!fresh || old.contains(document.activeElement) && document.activeElement !== old) return;
    const open = new Set(Array.from(old.querySelectorAll("details[open] > summary > strong"), s => s.textContent));
    for (const s of fresh.querySelectorAll("summary > strong")) s.closest("details").open = open.has(s.textContent);
    const scrolled = Array.from(old.querySelectorAll(".scroll"), s => s.scrollTop);
    old.replaceWith(fresh);
    fresh.querySelectorAll(".scroll").forEach((s, i) => { s.scrollTop = scrolled[i] || 0; });
    document.body.dataset.refresh = page.body.dataset.refresh;
    tick();
  } catch { /* the daemon is not there: the page stays as it was */ }
}
if (refresh > 0) setInterval(renew, refresh * 500);

// A filter that is chosen is applied.
for (const s of document.querySelectorAll(".filters select")) s.addEventListener("change", () => s.form.requestSubmit());

// A slash goes to the search.
document.addEventListener("keydown", e => {
  const search = document.querySelector("input[type=search]");
  if (e.key === "/" && search && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
    e.preventDefault();
    search.focus();
  }
});
