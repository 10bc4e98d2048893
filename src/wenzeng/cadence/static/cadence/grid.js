// 填报网格: every cell is saved as it is left, a pasted block is one step and one undo, nothing typed is lost.
(function () {
  "use strict";
  const form = document.getElementById("grid-form");
  if (!form) return;
  const words = JSON.parse(form.dataset.words);
  const status = document.getElementById("grid-status");
  const findings = document.getElementById("grid-findings");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const LATER = "wz-grid:" + form.dataset.cells;
  const grids = new Map(); // sheet → Tabulator
  const known = new Map(); // place → what the server has there
  const done = []; // steps that Ctrl+Z takes back
  let waiting = []; // cells that the server has not confirmed
  let marks = {};
  let busy = false;

  const key = function (cell) { return [cell.sheet, cell.row, cell.column].join("|"); };

  function say(text) { status.textContent = text; }

  // --- saving ---

  function keep() {
    if (waiting.length) localStorage.setItem(LATER, JSON.stringify(waiting));
    else localStorage.removeItem(LATER);
  }

  function enqueue(cells) {
    cells.forEach(function (cell) {
      waiting = waiting.filter(function (other) { return key(other) !== key(cell); });
      waiting.push(cell);
      corner(cell, "gr-saving");
    });
    keep();
    return send();
  }

  async function send(sentences) {
    if (busy || (!waiting.length && !sentences)) return;
    busy = true;
    const batch = waiting.map(function (cell) {
      return { sheet: cell.sheet, row: cell.row, column: cell.column, text: cell.text, seen: known.get(key(cell)) || "" };
    });
    say(words.saving);
    let answer;
    try {
      answer = await fetch(form.dataset.cells, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify({ cells: batch, words: sentences || {} }),
      });
    } catch (_error) {
      busy = false;
      say(words.offline);
      setTimeout(send, 5000);
      return;
    }
    busy = false;
    let told = {};
    try { told = await answer.json(); } catch (_error) { told = { fault: answer.status + " " + answer.statusText }; }
    if (!answer.ok) {
      const signedOut = answer.status === 401 || answer.status === 403;
      say(signedOut ? words.signedout : told.fault);
      // What the form itself refuses would be refused again; all else waits on this computer for its turn.
      if ([400, 404, 422].includes(answer.status)) { waiting = waiting.slice(batch.length); keep(); }
      return;
    }
    const clashing = new Set(told.conflicts.map(key));
    batch.forEach(function (cell) {
      if (clashing.has(key(cell))) return;
      known.set(key(cell), cell.text);
      corner(cell, "gr-saved");
    });
    waiting = waiting.filter(function (cell) {
      return !batch.some(function (sent) { return key(sent) === key(cell) && sent.text === cell.text; });
    });
    keep();
    form.action = form.dataset.submit.replace("/0/", "/" + told.filing + "/");
    form.querySelector("[name=version]").value = told.version;
    marks = told.marks;
    show(told);
    say(words.saved.replace("{time}", told.saved_at));
    if (waiting.length) send();
  }

  function show(told) {
    const focused = document.activeElement && document.activeElement.name;
    const typed = {};
    findings.querySelectorAll("textarea").forEach(function (area) { typed[area.name] = area.value; });
    findings.innerHTML = told.findings;
    findings.querySelectorAll("textarea").forEach(function (area) {
      if (typed[area.name] && !area.value) area.value = typed[area.name];
      if (area.name === focused) area.focus();
    });
    told.conflicts.forEach(conflict);
    grids.forEach(function (grid) { grid.getRows().forEach(function (row) { row.getCells().forEach(paint); }); });
  }

  function conflict(one) {
    const box = document.createElement("div");
    box.className = "wz-alert wz-alert-late gr-conflict";
    box.setAttribute("role", "alert");
    box.append(one.sentence);
    [[words.theirs, one.theirs], [words.mine, one.mine]].forEach(function (choice) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-plain btn-small";
      button.textContent = choice[0] + "（" + (choice[1] || "—") + "）";
      button.addEventListener("click", function () {
        known.set(key(one), one.theirs);
        put(one, choice[1]);
        box.remove();
        enqueue([Object.assign({}, one, { text: choice[1] })]);
      });
      box.append(button);
    });
    findings.prepend(box);
    box.querySelector("button").focus();
  }

  // --- cells ---

  function cellOf(place) {
    const grid = grids.get(place.sheet);
    const row = grid && grid.getRow(place.row);
    return row && row.getCell(place.column);
  }

  function put(place, text) {
    const cell = cellOf(place);
    if (cell) { cell.getRow().update({ [place.column]: text }); return; }
    const field = form.querySelector('[data-column="' + place.column + '"][data-sheet="' + place.sheet + '"]');
    if (field) field.value = text;
  }

  function corner(place, name) {
    const cell = cellOf(place);
    if (!cell) return;
    const element = cell.getElement();
    element.classList.remove("gr-saved", "gr-saving");
    element.classList.add(name);
  }

  function paint(cell) {
    const data = cell.getRow().getData();
    const place = (data.sheet || "") + "!" + ((data.addresses || {})[cell.getField()] || "");
    const element = cell.getElement();
    element.classList.toggle("gr-mark-must", marks[place] === "must");
    element.classList.toggle("gr-mark-say", marks[place] === "say");
  }

  function step(cells) {
    done.push(cells);
    if (done.length > 200) done.shift();
    enqueue(cells);
  }

  function undo() {
    const last = done.pop();
    if (!last) return;
    const back = last.map(function (cell) { return Object.assign({}, cell, { text: cell.before, before: cell.text }); });
    back.forEach(function (cell) { put(cell, cell.text); });
    say(words.undone);
    enqueue(back);
  }

  // An input that fills the cell: Enter goes down, Tab and the arrows walk, Esc leaves the value as it was.
  function editor(cell, onRendered, success, cancel) {
    const input = document.createElement("input");
    const before = cell.getValue() || "";
    input.value = before;
    input.setAttribute("aria-label", cell.getRow().getData().label + " " + cell.getColumn().getDefinition().title);
    onRendered(function () { input.focus(); input.select(); });
    let over = false;
    function leave() { if (over) return; over = true; if (input.value === before) cancel(); else success(input.value); }
    input.addEventListener("blur", leave);
    input.addEventListener("keydown", function (event) {
      if (event.isComposing) return;
      const walk = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (walk) { event.preventDefault(); leave(); beside(cell, walk, 0); }
      else if (event.key === "Tab") {
        const next = beside(cell, 0, event.shiftKey ? -1 : 1, true);
        if (next) { event.preventDefault(); leave(); next.edit(); }
      }
      else if (event.key === "Escape") { over = true; cancel(); }
      else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && input.value === before) {
        event.preventDefault(); over = true; cancel(); undo();
      }
    });
    input.addEventListener("paste", function (event) {
      const text = event.clipboardData.getData("text/plain");
      if (!/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
      event.preventDefault();
      over = true;
      cancel();
      paste(cell, text);
    });
    return input;
  }

  // The open cell so many rows and columns away; goes into it unless it is only asked for.
  function beside(cell, down, right, onlyAsked) {
    const grid = cell.getTable();
    const rows = grid.getRows();
    const fields = grid.getColumns().map(function (column) { return column.getField(); });
    let row = rows.indexOf(cell.getRow());
    let place = fields.indexOf(cell.getField());
    for (let tried = 0; tried < rows.length * fields.length; tried += 1) {
      if (down) row += down;
      else {
        place += right;
        if (place >= fields.length) { place = 0; row += 1; }
        if (place < 0) { place = fields.length - 1; row -= 1; }
      }
      if (row < 0 || row >= rows.length) return null;
      const next = rows[row].getCell(fields[place]);
      if (open(next)) { if (!onlyAsked) next.edit(); return next; }
    }
    return null;
  }

  function open(cell) { return Boolean((cell.getRow().getData().open || {})[cell.getField()]); }

  function paste(cell, text) {
    const grid = cell.getTable();
    const rows = grid.getRows();
    const fields = grid.getColumns().map(function (column) { return column.getField(); });
    const top = rows.indexOf(cell.getRow());
    const left = fields.indexOf(cell.getField());
    const cells = [];
    let skipped = 0;
    text.replace(/\r?\n$/, "").split(/\r?\n/).forEach(function (line, down) {
      line.split("\t").forEach(function (value, right) {
        const row = rows[top + down];
        const target = row && fields[left + right] && row.getCell(fields[left + right]);
        if (!target || !open(target)) { skipped += value.trim() ? 1 : 0; return; }
        const before = target.getValue() || "";
        const after = value.trim();
        if (before === after) return;
        cells.push({ sheet: row.getData().sheet, row: row.getData().key, column: target.getField(), text: after, before: before });
      });
    });
    cells.forEach(function (one) { put(one, one.text); });
    if (cells.length) step(cells);
    say(words.pasted.replace("{n}", cells.length) + (skipped ? words.skipped.replace("{n}", skipped) : ""));
  }

  function build(holder) {
    const data = JSON.parse(holder.nextElementSibling.textContent);
    const rows = data.rows.map(function (row) {
      const out = { key: row.key, label: row.label, code: row.code, sheet: data.sheet, open: {}, addresses: {} };
      data.columns.forEach(function (column) {
        const cell = row.cells[column.key];
        out[column.key] = cell.text;
        out.open[column.key] = cell.open;
        out.addresses[column.key] = cell.address;
        known.set([data.sheet, row.key, column.key].join("|"), cell.text);
      });
      return out;
    });
    const columns = [{ title: data.label, field: "label", frozen: true, headerSort: false, minWidth: 130 }];
    data.columns.forEach(function (column) {
      columns.push({
        title: column.title,
        field: column.key,
        headerSort: false,
        headerTooltip: column.help || false,
        minWidth: column.type === "unit" ? 80 : 110,
        editable: function (cell) { return open(cell); },
        editor: column.choices.length ? "list" : editor,
        editorParams: column.choices.length ? { values: column.choices } : undefined,
        formatter: function (cell) {
          const element = cell.getElement();
          element.classList.add(open(cell) ? "gr-open" : "gr-shut");
          if (column.type === "number" || column.type === "known") element.classList.add("gr-num");
          setTimeout(function () { paint(cell); }, 0);
          const text = document.createElement("span");
          text.textContent = cell.getValue() || "";
          return text;
        },
      });
    });
    const grid = new Tabulator(holder, {
      data: rows,
      index: "key",
      columns: columns,
      layout: "fitColumns",
      keybindings: false, // the editor walks by itself
      height: rows.length > 20 ? "60vh" : false,
      renderVertical: rows.length > 20 ? "virtual" : "basic",
      columnDefaults: { resizable: true },
    });
    grid.on("cellEdited", function (cell) {
      const row = cell.getRow().getData();
      step([{ sheet: row.sheet, row: row.key, column: cell.getField(), text: cell.getValue() || "", before: cell.getOldValue() || "" }]);
    });
    grids.set(data.sheet, grid);
    return new Promise(function (resolve) {
      grid.on("tableBuilt", function () {
        // Its cells take the focus; a holder that takes it too is no child that a grid may have.
        holder.querySelector(".tabulator-tableholder").removeAttribute("tabindex");
        resolve();
      });
    });
  }

  // --- the rest of the page ---

  form.querySelectorAll("[data-column]").forEach(function (field) {
    const place = { sheet: field.dataset.sheet, row: "", column: field.dataset.column };
    known.set(key(place), field.dataset.seen);
    field.addEventListener("change", function () {
      step([Object.assign({}, place, { text: field.value, before: known.get(key(place)) || "" })]);
    });
  });

  findings.addEventListener("click", function (event) {
    const line = event.target.closest("[data-goto]");
    if (!line) return;
    const parts = line.dataset.goto.split("|");
    const place = { sheet: parts[0], row: parts[1], column: parts[2] };
    const fix = event.target.closest("[data-fix]");
    if (fix) {
      const before = known.get(key(place)) || "";
      put(place, fix.dataset.fix);
      step([Object.assign({}, place, { text: fix.dataset.fix, before: before })]);
    } else if (event.target.closest("[data-go]")) go(place);
  });

  findings.addEventListener("change", function (event) {
    if (!event.target.name || !event.target.name.startsWith("why-")) return;
    send({ [event.target.name.slice(4)]: event.target.value });
  });

  function go(place) {
    const cell = cellOf(place);
    if (cell) { cell.getElement().scrollIntoView({ block: "center" }); cell.edit(); return; }
    const field = form.querySelector('[data-column="' + place.column + '"]');
    if (field) field.focus();
  }

  let at = -1;
  document.addEventListener("keydown", function (event) {
    if (event.isComposing) return;
    if (event.altKey && event.key === "ArrowDown") {
      const lines = findings.querySelectorAll("[data-goto]");
      if (!lines.length) return;
      event.preventDefault();
      at = (at + 1) % lines.length;
      const parts = lines[at].dataset.goto.split("|");
      go({ sheet: parts[0], row: parts[1], column: parts[2] });
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !event.target.closest("input, textarea")) {
      event.preventDefault();
      undo();
    } else if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      form.requestSubmit();
    }
  });

  form.addEventListener("submit", function (event) {
    if (document.activeElement) document.activeElement.blur();
    if (!waiting.length && form.getAttribute("action")) return;
    event.preventDefault(); // what was typed goes first, then the signature
    const stop = Date.now() + 8000;
    (function again() {
      if (!waiting.length && !busy && form.getAttribute("action")) form.submit();
      else if (Date.now() < stop) { send(); setTimeout(again, 100); }
    })();
  });

  window.addEventListener("online", function () { send(); });

  Promise.all(Array.from(form.querySelectorAll("[data-grid]"), build)).then(function () {
    const left = JSON.parse(localStorage.getItem(LATER) || "[]");
    if (!left.length) return;
    left.forEach(function (cell) { put(cell, cell.text); });
    enqueue(left);
  });
})();
