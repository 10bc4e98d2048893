// Copying figures into a spreadsheet, typed text that was not sent, keys, and one sentence when the server does not answer.
(function () {
  "use strict";
  document.documentElement.classList.add("wz-js");
  const live = document.getElementById("wz-live");

  function say(text) {
    if (!live) return;
    live.textContent = text;
    setTimeout(function () { if (live.textContent === text) live.textContent = ""; }, 6000);
  }

  // The screen shows U+2212 and rounded figures; a spreadsheet gets "-" and the raw ones.
  function plain(node) {
    const copy = node.cloneNode(true);
    copy.querySelectorAll("svg, .wz-src, [data-copy='skip']").forEach(function (part) { part.remove(); });
    copy.querySelectorAll("[data-raw]").forEach(function (part) { part.textContent = part.dataset.raw; });
    const own = copy.dataset && copy.dataset.raw;
    return (own || copy.textContent).replace(/\u2212/g, "-").replace(/\s+/g, " ").trim();
  }

  function rowsOf(root) {
    return Array.from(root.querySelectorAll("tr:not(.wz-msg)"), function (row) {
      return Array.from(row.children, plain).join("\t");
    });
  }

  document.addEventListener("copy", function (event) {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    if (event.target.closest && event.target.closest("input, textarea, [contenteditable]")) return;
    const holder = document.createElement("div");
    for (let i = 0; i < selection.rangeCount; i += 1) holder.append(selection.getRangeAt(i).cloneContents());
    const rows = rowsOf(holder);
    let text;
    if (rows.length) {
      text = rows.join("\n");
    } else {
      holder.querySelectorAll("[data-raw]").forEach(function (part) { part.textContent = part.dataset.raw; });
      text = holder.querySelector("[data-raw]") ? holder.textContent : selection.toString();
      text = text.replace(/\u2212/g, "-");
    }
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
  });

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-copy-table]");
    if (!button) return;
    const table = document.querySelector(button.dataset.copyTable);
    const selection = document.getSelection();
    selection.selectAllChildren(table);
    document.execCommand("copy");
    selection.removeAllRanges();
    if (live) say(live.dataset.copied.replace("{n}", table.querySelectorAll("tbody tr").length));
  });

  // A page opened bare says in its address what it shows: a bookmark, a copied link and the next page keep period and day.
  const shown = document.body.dataset.shown;
  if (shown) {
    const address = new URL(location.href);
    new URLSearchParams(shown).forEach(function (value, name) {
      if (!address.searchParams.get(name)) address.searchParams.set(name, value);
    });
    if (address.href !== location.href) history.replaceState(history.state, "", address);
  }

  // A choice made with the mouse applies at once; with the keys it waits for Enter or the button.
  document.querySelectorAll("form[data-submit-on-change]").forEach(function (form) {
    let byKey = false;
    form.addEventListener("keydown", function () { byKey = true; });
    form.addEventListener("pointerdown", function () { byKey = false; });
    form.addEventListener("change", function () { if (!byKey) form.requestSubmit(); });
  });

  // Text that was typed and not sent: the browser asks before the page is left, or before another form is sent.
  // On a page that answers a form (it was refused), what stands in the text fields is such text too.
  const TYPED = "main form[method='post'] textarea, main form[method='post'] input:not([type])," +
    ["text", "number", "date", "tel", "email", "url"].map(function (type) {
      return "main form[method='post'] input[type='" + type + "']";
    }).join(",");
  const answers = document.body.hasAttribute("data-answers");
  let sending = null;

  function unsent() {
    return Array.from(document.querySelectorAll(TYPED)).some(function (field) {
      if (field.form === sending || field.readOnly || field.disabled || field.form.dataset.autosaved !== undefined) return false;
      if (field.value !== field.defaultValue) return true;
      return answers && (field.localName === "textarea" || field.type === "text") && field.value.trim() !== "";
    });
  }

  window.addEventListener("submit", function (event) {
    sending = event.defaultPrevented || event.target.method === "dialog" ? null : event.target;
  });
  window.addEventListener("beforeunload", function (event) {
    if (unsent()) { event.preventDefault(); event.returnValue = true; }
    sending = null;
  });

  const list = document.getElementById("wz-keys");
  const wanted = document.getElementById("wz-keys-on");
  const STORE = "wz-keys";
  let afterG = -Infinity;
  if (wanted) {
    wanted.checked = localStorage.getItem(STORE) !== "off";
    wanted.addEventListener("change", function () { localStorage.setItem(STORE, wanted.checked ? "on" : "off"); });
  }
  document.addEventListener("keydown", function (event) {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog[open]")) return;
    if (event.key === "?" && list) {
      list.showModal();
      event.preventDefault();
      return;
    }
    if (wanted && !wanted.checked) return;
    if (event.key === "/") {
      const search = document.getElementById("wz-search");
      if (search) { search.focus(); search.select(); event.preventDefault(); }
    } else if (event.key === "g") {
      afterG = event.timeStamp;
    } else if (event.timeStamp - afterG < 1500 && /^[1-5]$/.test(event.key)) {
      const verb = document.querySelector("[data-verb='" + event.key + "']");
      if (verb) verb.click();
      afterG = -Infinity;
    }
  });

  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach(function (name) {
    document.addEventListener(name, function () { if (live) say(live.dataset.failed); });
  });
})();
