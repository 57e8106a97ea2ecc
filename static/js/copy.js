// Copies what stands elsewhere: a button names the element, a link leads to the text. Without this file the link opens it.
(() => {
  const put = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const field = document.createElement("textarea"); // a page that came by http from another machine has no clipboard
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (!done) throw new Error("no clipboard");
  };

  const tell = (control, word) => {
    const label = control.querySelector("span");
    control.dataset.word ??= label.textContent;
    label.setAttribute("role", "status");
    label.textContent = word;
    clearTimeout(control.told);
    control.told = setTimeout(() => { label.textContent = control.dataset.word; }, 2500);
  };

  const fetched = async (address) => {
    const answer = await fetch(address, { headers: { Accept: "text/plain" } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    return (await answer.text()).trimEnd();
  };

  for (const button of document.querySelectorAll("button[data-copy]")) button.hidden = false;

  document.addEventListener("click", async (event) => {
    const control = event.target.closest("[data-copy]");
    if (!control || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      await put(control.href ? await fetched(control.href) : document.querySelector(control.dataset.copy).textContent);
      tell(control, "Copied");
    } catch {
      if (control.href) location.assign(control.href);
      else tell(control, "Mark it and copy it yourself");
    }
  });
})();
