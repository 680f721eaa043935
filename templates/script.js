// What the report can do beyond being read. Without this script everything is there, in one long page.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  // Light or dark: the system's choice until the reader makes one.
  const root = document.documentElement;
  const kept = (() => { try { return localStorage.getItem("theme"); } catch { return null; } })();
  if (kept === "light" || kept === "dark") root.dataset.theme = kept;
  const isDark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const tools = document.querySelector(".tools");
  if (tools) {
    const toggle = make("button", { type: "button" });
    const name = () => { toggle.textContent = isDark() ? "Light" : "Dark"; };
    toggle.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      try { localStorage.setItem("theme", root.dataset.theme); } catch { /* a file may have no storage */ }
      name();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", name);
    name();
    const print = make("button", { type: "button", textContent: "Print" });
    print.addEventListener("click", () => window.print());
    tools.append(toggle, print);
  }

  // On a wide screen the contents are always open.
  const contents = document.querySelector(".contents details");
  const wide = matchMedia("(min-width: 68rem)");
  const fold = () => { if (contents) contents.open = wide.matches; };
  wide.addEventListener("change", fold);
  fold();

  // Contents follow the reading: the last heading above the upper third of the window is the current one.
  const links = new Map(all(".contents a").map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  let waiting = false;
  const follow = () => {
    waiting = false;
    const line = innerHeight / 3;
    let current = headings[0];
    for (const heading of headings) if (heading.getBoundingClientRect().top <= line) current = heading;
    if (innerHeight + scrollY >= document.body.scrollHeight - 2) current = headings[headings.length - 1];
    for (const [id, link] of links) {
      const here = current && id === current.id;
      if (here && !link.hasAttribute("aria-current")) {
        link.setAttribute("aria-current", "true");
        const nav = link.closest(".contents");
        if (wide.matches && nav.scrollHeight > nav.clientHeight) {
          const box = link.getBoundingClientRect();
          if (box.top < 60 || box.bottom > nav.clientHeight - 20) nav.scrollTop += box.top - nav.clientHeight / 2;
        }
      } else if (!here) link.removeAttribute("aria-current");
    }
  };
  addEventListener("scroll", () => { if (!waiting) { waiting = true; requestAnimationFrame(follow); } }, { passive: true });
  follow();

  // A link into something folded opens it.
  const reveal = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target) return;
    let outer = target.parentElement.closest("details");
    let opened = false;
    while (outer) { if (!outer.open) { outer.open = true; opened = true; } outer = outer.parentElement.closest("details"); }
    if (opened) target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  // Tables: sorted by the number behind a cell, else by its text.
  const value = (row, column) => {
    const cell = row.cells[column];
    if (cell.dataset.v !== undefined) return Number(cell.dataset.v);
    const text = cell.textContent.trim();
    return text !== "" && !Number.isNaN(Number(text)) ? Number(text) : text;
  };
  const known = (x) => x !== "" && x !== "NR" && x !== "NA" && x !== "not estimable";
  const compare = (a, b) => typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), root.lang);
  for (const table of all("table[data-sortable]")) {
    const body = table.tBodies[0];
    const original = [...body.rows];
    for (const header of all("thead th[scope=col]", table)) {
      const button = make("button", { type: "button", className: "sort" }, ...header.childNodes);
      header.append(button);
      button.addEventListener("click", () => {
        const column = columnOf(table, header);
        const next = { ascending: "descending", descending: "none" }[header.getAttribute("aria-sort")] || "ascending";
        for (const other of all("th[aria-sort]", table)) other.removeAttribute("aria-sort");
        if (next === "none") { body.append(...original); return; }
        header.setAttribute("aria-sort", next);
        const sign = next === "ascending" ? 1 : -1;
        const rows = original.map((row) => [value(row, column), row]);
        // What is not known stays at the end, whichever way.
        rows.sort(([a], [b]) => (known(a) ? 0 : 1) - (known(b) ? 0 : 1) || (known(a) ? sign * compare(a, b) : 0));
        body.append(...rows.map(([, row]) => row));
      });
    }
  }
  // With headings over several columns, the place of a heading is not its index.
  function columnOf(table, header) {
    const rows = [...table.tHead.rows];
    if (rows.length === 1) return header.cellIndex;
    const places = new Map();
    let below = 0;
    let column = 0;
    for (const cell of rows[0].cells) {
      if (cell.colSpan > 1 || cell.scope === "colgroup") {
        for (let i = 0; i < cell.colSpan; i += 1) places.set(rows[1].cells[below++], column + i);
      } else places.set(cell, column);
      column += cell.colSpan;
    }
    return places.get(header);
  }

  // What is shown can be taken along.
  const link = (text, file, type, content) => {
    const button = make("button", { type: "button", textContent: text });
    button.addEventListener("click", () => {
      make("a", { href: `data:${type};charset=utf-8,${encodeURIComponent(content())}`, download: file }).click();
    });
    return button;
  };
  const csv = (table) => [...table.rows].map((row) => [...row.cells].map((cell) => {
    const clone = cell.cloneNode(true);
    for (const extra of all("sup, .glyphs", clone)) extra.remove();
    let text = clone.textContent.trim().replace(/[\u00a0\u2009\u202f]/g, " ").replace(/\u2212/g, "-");
    if (/^[=+@-]/.test(text) && !/^-?[\d.]/.test(text)) text = `'${text}`;
    return /[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  }).join(",")).join("\n") + "\n";
  for (const box of all("main .table[id]")) {
    const table = box.querySelector("table");
    box.append(make("div", { className: "aside" }, link("Download CSV", `${box.id.replace(/^tab-/, "")}.csv`, "text/csv", () => csv(table))));
  }

  // Figures: larger on a click, and to keep.
  const dialog = make("dialog");
  const title = make("p", { id: "enlarged" });
  const close = make("button", { type: "button", textContent: "Close" });
  const stage = make("div");
  dialog.setAttribute("aria-labelledby", "enlarged");
  dialog.append(make("div", { className: "bar" }, title, close), stage);
  document.body.append(dialog);
  let home = null;
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => { if (home) { home.append(stage.firstElementChild); home = null; } });
  stage.addEventListener("click", (event) => { if (event.target.closest("a")) dialog.close(); });
  for (const figure of all("main figure")) {
    const drawing = figure.querySelector(".drawing");
    const svg = drawing && drawing.querySelector("svg");
    if (!svg) continue;
    const enlarge = () => {
      title.textContent = figure.dataset.title || "";
      home = drawing;
      stage.append(svg);
      dialog.showModal();
    };
    const button = make("button", { type: "button", textContent: "Enlarge" });
    button.addEventListener("click", enlarge);
    drawing.addEventListener("click", (event) => { if (!event.target.closest("a")) enlarge(); });
    drawing.style.cursor = "zoom-in";
    const name = `${figure.id.replace(/^fig-/, "")}.svg`;
    const source = () => {
      // Alone a drawing is a picture whose boxes lead nowhere.
      const copy = svg.cloneNode(true);
      for (const box of copy.querySelectorAll("a")) box.replaceWith(...box.childNodes);
      copy.setAttribute("role", "img");
      return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}\n`;
    };
    const bar = make("div", { className: "aside" }, button, link("Download SVG", name, "image/svg+xml", source));
    drawing.after(bar);
  }

})();
