// A document that is typed: a finding moves the cursor to its line, and a new answer is said to who listens to the page.
(() => {
  const field = document.getElementById("id_content");
  const said = document.getElementById("tried-said");
  if (!field) return;

  // Columns count characters as people see them; a field counts UTF-16 units.
  const place = (text, column) => [...text].slice(0, Math.max(0, column - 1)).join("").length;

  const go = (line, column, end) => {
    const lines = field.value.split("\n");
    const at = Math.min(Math.max(line, 1), lines.length) - 1;
    const before = lines.slice(0, at).reduce((sum, text) => sum + text.length + 1, 0);
    const from = before + place(lines[at], column);
    const to = end > column ? before + place(lines[at], end) : from;
    const height = parseFloat(getComputedStyle(field).lineHeight) || 16;
    field.focus({ preventScroll: true });
    field.setSelectionRange(from, to);
    field.scrollTop = Math.max(0, (at - 4) * height);
    field.scrollLeft = 0;
    field.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("#tried a[data-line]");
    if (!link) return;
    event.preventDefault();
    const { line, column = "1", end = "0" } = link.dataset;
    go(Number(line), Number(column), Number(end));
  });

  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    if (detail.elt.id === "tried" && said) said.textContent = [...detail.elt.querySelectorAll(".said, .row")].map((part) => part.textContent.trim()).join(" ");
  });
})();
