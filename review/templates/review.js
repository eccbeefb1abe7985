// Search, filter and sort in long tables, and evidence beside the cell it belongs to. Reading needs none of it.
(() => {
  "use strict";
  const words = document.getElementById("words").dataset;
  const make = (tag, text, more) => Object.assign(document.createElement(tag), { textContent: text }, more);
  const labelled = (text, field) => { const label = make("label", text); label.append(field); return label; };

  for (const table of document.querySelectorAll("main table")) {
    const rows = [...table.tBodies[0].rows];
    if (rows.length > 15) searchable(table, rows);
    if (rows.length > 8) sortable(table, rows);
  }

  function searchable(table, rows) {
    const bar = make("div", "", { className: "tools" });
    const text = make("input", "", { type: "search", name: "text", autocomplete: "off" });
    const shown = make("output", "");
    bar.append(labelled(words.filter, text));
    const heads = [...table.tHead.rows[0].cells];
    const key = (cell) => cell.className || "u";
    let verdict, column, judged;
    if (table.classList.contains("matrix")) {
      verdict = make("select", ""); column = make("select", "");
      verdict.add(new Option(words.all, ""));
      const seen = new Map();
      judged = heads.map((head) => !!head.querySelector("code"));
      for (const row of rows) [...row.cells].forEach((cell, place) => { if (judged[place] && !seen.has(key(cell))) seen.set(key(cell), cell.textContent); });
      seen.forEach((name, value) => verdict.add(new Option(name, value)));
      column.add(new Option(words.any, ""));
      heads.forEach((head, place) => { if (head.querySelector("code")) column.add(new Option(head.textContent, place)); });
      bar.append(labelled(words.verdict, verdict), labelled(words.column, column));
    }
    bar.append(shown);
    const texts = rows.map((row) => row.textContent.toLowerCase());
    const apply = () => {
      const needle = text.value.trim().toLowerCase();
      let count = 0;
      rows.forEach((row, place) => {
        let keep = texts[place].includes(needle);
        if (keep && verdict && verdict.value) {
          keep = column.value ? key(row.cells[column.value]) === verdict.value : [...row.cells].some((cell, at) => judged[at] && key(cell) === verdict.value);
        }
        row.hidden = !keep;
        count += keep;
      });
      shown.textContent = words.shown.replace("##", rows.length).replace("#", count);
    };
    bar.addEventListener("input", apply);
    table.closest(".scroll").before(bar);
  }

  function sortable(table, rows) {
    const lang = document.documentElement.lang;
    const value = (row, place) => {
      const cell = row.cells[place], text = cell.textContent.trim();
      if ((cell.className === "o" || !cell.firstChild)) return null;
      if (table.tHead.rows[0].cells[place].className === "n") return Number(lang === "de" ? text.replaceAll(".", "").replace(",", ".") : text.replaceAll(",", ""));
      const date = /^(\d\d)\.(\d\d)\.(\d{4})(.*)$/.exec(text);
      return date ? date[3] + date[2] + date[1] + date[4] : text;
    };
    const compare = (a, b) => (a === null) - (b === null) || (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), lang));
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, place) => {
      const button = make("button", "↕", { type: "button", title: words.sort.replace("#", head.textContent), ariaLabel: words.order });
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        for (const other of heads) { other.removeAttribute("aria-sort"); other.lastChild.textContent = "↕"; }
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        button.textContent = up ? "↑" : "↓";
        const keyed = rows.map((row) => [value(row, place), row]);
        keyed.sort(([a], [b]) => (a === null || b === null ? compare(a, b) : up ? compare(a, b) : compare(b, a)));
        table.tBodies[0].append(...keyed.map(([, row]) => row));
      });
      head.append(" ", button);
    });
  }

  const proof = document.getElementById("t-proof");
  if (proof && window.HTMLDialogElement) {
    const dialog = make("dialog", ""), title = make("h2", "", { id: "d-t", tabIndex: -1 }), body = make("div", ""), close = make("button", words.close, { type: "button" });
    dialog.setAttribute("aria-labelledby", "d-t");
    dialog.setAttribute("aria-modal", "true");
    dialog.append(title, body, close);
    document.body.append(dialog);
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "Escape") dialog.close();
      if (event.key !== "Tab") return;
      const stops = [...dialog.querySelectorAll("a[href]"), close], first = event.shiftKey ? [title, stops[0]] : [close];
      if (!first.includes(document.activeElement)) return;
      event.preventDefault();
      (event.shiftKey ? close : stops[0]).focus();
    });
    const names = [...proof.tHead.rows[0].cells].map((head) => head.querySelector("bdi").textContent);
    document.addEventListener("click", (event) => {
      const link = event.target.closest(".matrix td a");
      if (!link && !dialog.contains(event.target)) dialog.close();
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const id = link.getAttribute("href").slice(1);
      const found = proof.querySelectorAll(`[id="${id}"],[data-of="${id}"]`);
      title.textContent = `${words.proof}: ${link.closest("tr").cells[0].textContent}, ${link.textContent}`;
      body.replaceChildren(...[...found].map((row) => {
        const list = make("dl", "");
        [...row.cells].forEach((cell, place) => {
          if (!cell.textContent || (cell.className === "o" || !cell.firstChild)) return;
          const pair = make("div", ""), text = make("dd", "");
          text.append(...[...cell.childNodes].map((node) => node.cloneNode(true)));
          pair.append(make("dt", names[place]), text);
          list.append(pair);
        });
        return list;
      }));
      // Not showModal(): it takes thousands of cells from the tree that screen readers read, and Orca then says nothing.
      dialog.close();
      link.focus();
      dialog.show();
      title.focus();
    });
    body.addEventListener("click", (event) => { if (event.target.closest('a[href^="#"]')) dialog.close(); });
  }
})();
