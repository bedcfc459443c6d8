/// The page's script: makes the tree of objects, source files and functions as it is opened, and
/// filters it. All text goes into the page as text.
enum HTMLScript {
  static let text = #"""
    "use strict";
    (() => {
      const data = JSON.parse(document.getElementById("data").textContent);
      const words = ["ran", "not seen", "not seen, its probe was taken away",
        "not watched: put off for want of budget", "not watched: the probe failed",
        "not watched: no probe was tried", "cannot have a probe", "out of scope",
        "only copies inside of others: cannot be seen"];
      const chunk = 300;
      const tree = document.getElementById("tree");
      const filter = document.getElementById("filter");
      const uncovered = document.getElementById("uncovered");
      const count = document.getElementById("count");
      const number = (value) => value.toLocaleString("en-US");

      function element(tag, className, text) {
        const node = document.createElement(tag);
        if (className) node.className = className;
        if (text !== undefined) node.textContent = text;
        return node;
      }

      // Names are spelled out once: the filter looks at all of them.
      let total = 0;
      for (const object of data.objects) {
        let last = "";
        for (const row of object.rows) {
          last = last.slice(0, row[0]) + row[1];
          row[1] = last;
          row[0] = last.toLowerCase();
        }
        let first = 0;
        object.files = object.files.map(([path, size]) => {
          const rows = object.rows.slice(first, first + size);
          first += size;
          return { path, rows, key: path.toLowerCase() };
        });
        object.key = object.path.toLowerCase();
        total += object.rows.length;
      }

      const isUncovered = (row) => row[2] >= 1 && row[2] <= 5;
      const isInScope = (row) => row[2] <= 5;

      function matching(object, file, text) {
        const whole = !text || file.key.includes(text) || object.key.includes(text);
        if (whole && !uncovered.checked) return file.rows;
        return file.rows.filter((row) =>
          (whole || row[0].includes(text)) && (!uncovered.checked || isUncovered(row)));
      }

      function share(rows) {
        let [hit, scope] = [0, 0];
        for (const row of rows) {
          if (isInScope(row)) scope += 1;
          if (row[2] === 0) hit += 1;
        }
        return scope ? number(hit) + " of " + number(scope) + " ran" : "none in scope";
      }

      function cells(row) {
        const [, name, state, size = 0, line = 0, copies = 0, reason = 0, time = 0, pid = 0,
          hits = 0, test = 0] = row;
        const remarks = [];
        if (reason && state !== 0) remarks.push(data.strings[reason]);
        if (copies && state > 0 && state < 8) {
          remarks.push("also inlined " + number(copies) + (copies === 1 ? " time" : " times")
            + ": calls of the copies cannot be seen");
        }
        if (state === 8) remarks.push(number(copies) + (copies === 1 ? " copy" : " copies"));
        const seen = [];
        if (time) seen.push("after " + (time - 1).toFixed(3) + " ms");
        if (pid) seen.push("pid " + pid);
        if (test) seen.push(data.strings[test]);
        if (hits) seen.push(number(hits) + (hits === 1 ? " hit" : " hits"));
        return [["name", name], ["number", line ? number(line) : ""],
          ["number", size ? number(size) : ""], ["s" + state, words[state]],
          ["", seen.concat(remarks).join("; ")]];
      }

      function table(rows) {
        const box = element("div");
        const table = element("table");
        const head = element("tr");
        for (const [className, text] of [["", "function"], ["number", "line"],
          ["number", "bytes"], ["", "state"], ["", "first seen; remarks"]]) {
          const cell = element("th", className, text);
          cell.scope = "col";
          head.append(cell);
        }
        table.append(element("thead"), element("tbody"));
        table.tHead.append(head);
        const more = element("button");
        let shown = 0;
        more.addEventListener("click", () => add());
        function add() {
          const next = rows.slice(shown, shown + chunk);
          for (const row of next) {
            const line = element("tr", "function");
            for (const [className, text] of cells(row)) {
              line.append(element("td", className, text));
            }
            table.tBodies[0].append(line);
          }
          shown += next.length;
          more.hidden = shown >= rows.length;
          more.textContent = "Show more: " + number(rows.length - shown) + " are left";
        }
        add();
        box.append(table, more);
        return box;
      }

      // What is within is made when it is opened first.
      function branch(className, title, about, fill) {
        const node = element("details", className);
        const summary = element("summary");
        summary.append(element("span", "name", title), element("span", "count", about));
        node.append(summary);
        let isFilled = false;
        node.fill = () => {
          if (isFilled) return;
          isFilled = true;
          fill(node);
        };
        node.addEventListener("toggle", () => { if (node.open) node.fill(); });
        return node;
      }

      function open(node) {
        node.fill();
        node.open = true;
      }

      function addFiles(node, object, files, isOpen) {
        node.append(element("p", "about", object.about));
        let shown = 0;
        const more = element("button");
        more.addEventListener("click", () => add());
        function add() {
          const next = files.slice(shown, shown + chunk);
          for (const { file, rows } of next) {
            const inner = branch("file", file.path || "no source known",
              share(file.rows) + (rows.length === file.rows.length
                ? "" : "; " + number(rows.length) + " shown"),
              (place) => place.append(table(rows)));
            more.before(inner);
            if (isOpen || files.length === 1) open(inner);
          }
          shown += next.length;
          more.hidden = shown >= files.length;
          more.textContent = "Show more files: " + number(files.length - shown) + " are left";
        }
        node.append(more);
        add();
      }

      function render() {
        const text = filter.value.trim().toLowerCase();
        const objects = [];
        let found = 0;
        for (const object of data.objects) {
          const files = [];
          let size = 0;
          for (const file of object.files) {
            const rows = matching(object, file, text);
            if (!rows.length) continue;
            files.push({ file, rows });
            size += rows.length;
          }
          if (files.length || (!text && !uncovered.checked)) objects.push({ object, files, size });
          found += size;
        }
        const isOpen = text !== "" && found <= chunk;
        tree.replaceChildren(...objects.map(({ object, files, size }) => {
          const scope = object.scope
            ? number(object.hit) + " of " + number(object.scope) + " ran" : "none in scope";
          const node = branch("object", object.path,
            scope + (size === object.rows.length ? "" : "; " + number(size) + " shown"),
            (place) => addFiles(place, object, files, isOpen));
          if (isOpen || objects.length === 1) open(node);
          return node;
        }));
        count.textContent = number(found) + " of " + number(total)
          + (total === 1 ? " function" : " functions");
      }

      let timer = 0;
      filter.addEventListener("input", () => {
        clearTimeout(timer);
        timer = setTimeout(render, 120);
      });
      uncovered.addEventListener("change", render);
      document.addEventListener("keydown", (event) => {
        if (event.key === "/" && document.activeElement !== filter) {
          event.preventDefault();
          filter.focus();
        } else if (event.key === "Escape" && filter.value) {
          filter.value = "";
          render();
        }
      });
      render();
    })();
    """#
}
