// Keys, focus after a swap, the notice when something fails, the theme. Every page works without this file.
(() => {
  const root = document.documentElement;
  const find = (selector, from = document) => from.querySelector(selector);
  const every = (selector, from = document) => [...from.querySelectorAll(selector)];
  const seen = (element) => element && element.checkVisibility();
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  // Theme: kept here for the next paint (theme.js) and in a cookie for the server's own drawing of the page.
  const keepTheme = (theme) => {
    try {
      if (theme) localStorage.setItem("theme", theme);
      else localStorage.removeItem("theme");
    } catch { /* storage is off: the cookie alone */ }
    document.cookie = `theme=${theme};path=/;max-age=${theme ? 31536000 : 0};samesite=lax`;
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    showTheme();
  };
  const showTheme = () => {
    for (const button of every("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === (root.dataset.theme ?? "")));
    }
  };
  for (const group of every(".theme")) group.hidden = false;
  showTheme();

  // Menus close when one looks elsewhere.
  const closeMenus = (except) => {
    for (const menu of every("details.menu[open]")) {
      if (!menu.contains(except)) menu.open = false;
    }
  };
  document.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-theme-choice]");
    if (choice) keepTheme(choice.dataset.themeChoice);
    const help = event.target.closest('a[data-keys="?"]');
    if (help && find("#keys")) {
      event.preventDefault();
      find("#keys").showModal();
    }
    closeMenus(event.target);
  });

  // A drawer stands open on a wide screen: the style sheet shows it so, this also says so to who listens to the page.
  const openDrawers = () => {
    if (!matchMedia("(width >= 56rem)").matches) return;
    for (const drawer of every("details.drawer:not([open])")) drawer.open = true;
  };
  openDrawers();

  // Keys: "/" searches, two keys in a row go where the link with those data-keys goes, first the one of the row or the
  // finding one stands in; j and k walk the findings and other stops, or else the rows.
  let before = "";
  let forget = 0;
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");
  const search = () => {
    const field = [find("#within"), find("#q")].find(seen);
    if (field) field.select();
    else find(".find-link a")?.click();
  };
  const stops = () => {
    const findings = every("main :is(.finding, [data-stop])").filter(seen);
    return findings.length ? findings : every("main :is(a.title, a.task, .told p a, .hits h3 a)").filter(seen);
  };
  const walk = (step) => {
    const all = stops();
    if (!all.length) return;
    const here = all.findIndex((element) => element.contains(document.activeElement));
    const top = (element) => element.getBoundingClientRect().top;
    let at = here + step;
    if (here < 0) at = step > 0 ? all.findIndex((element) => top(element) > 60) : all.findLastIndex((element) => top(element) < 60);
    const next = all[Math.min(Math.max(at, 0), all.length - 1)];
    if (next.tabIndex < 0) next.tabIndex = -1;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = document.activeElement?.closest("details.menu[open]");
      closeMenus(null);
      if (menu) find("summary", menu).focus();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target) || find("dialog:modal")) return;
    const keys = before ? `${before} ${event.key}` : event.key;
    const near = document.activeElement?.closest(".finding, tr");
    const links = [...(near ? every("[data-keys]", near) : []), ...every("[data-keys]")];
    const link = links.find((element) => element.dataset.keys === keys);
    before = "";
    clearTimeout(forget);
    if (link) link.click();
    else if (keys === "/") search();
    else if (keys === "j") walk(1);
    else if (keys === "k") walk(-1);
    else if (keys === "g") {
      before = "g";
      forget = setTimeout(() => { before = ""; }, 1200);
      return;
    } else return;
    event.preventDefault();
  });

  // What an answer needs unfolds with it: data-when is the name and value of the choice.
  document.addEventListener("change", ({ target }) => {
    if (target.type !== "radio") return;
    for (const part of every("details[data-when]")) {
      if (part.dataset.when === `${target.name}=${target.value}`) part.open = true;
    }
  });

  // After a swap that a person asked for, focus goes to what is wrong, else to the new piece's heading.
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    openDrawers();
    const asked = detail.requestConfig?.triggeringEvent?.type;
    if (asked !== "click" && asked !== "submit") return;
    const piece = (detail.elt.id && document.getElementById(detail.elt.id)) || detail.elt;
    if (piece.contains(document.activeElement) && document.activeElement !== piece) return;
    const goal = find('[aria-invalid="true"], [autofocus]', piece) ?? find("h1, h2, h3, h4", piece) ?? piece;
    if (goal.tabIndex < 0) goal.tabIndex = -1;
    goal.focus();
  });

  // What asks again and again by itself rests while nobody looks.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (document.hidden && event.detail.elt.getAttribute("hx-trigger")?.startsWith("every")) event.preventDefault();
  });

  // What was typed since the last save goes with the page when it is left: htmx waits for a pause that may not come.
  const typed = new Map();
  const sent = new Set();
  const keeps = (element) => element.closest?.("form[data-keep]");
  const sign = (form) => new URLSearchParams([...new FormData(form)].filter(([name]) => name !== "saves" && name !== "draft")).toString();
  document.addEventListener("input", ({ target }) => {
    const form = keeps(target);
    if (form && !typed.has(form)) typed.set(form, "");
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, xhr } = event.detail;
    const form = keeps(elt);
    if (sent.has(form)) event.preventDefault();
    else if (form) xhr.typed = sign(form);
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const form = keeps(detail.elt);
    if (form && detail.successful) typed.set(form, detail.xhr.typed);
  });
  // A form that is sent is kept no more: a save that overtakes it, or comes after it, would be refused.
  document.addEventListener("submit", ({ target, defaultPrevented }) => {
    if (defaultPrevented || !keeps(target)) return;
    typed.delete(target);
    sent.add(target);
    for (const part of every("[hx-post]", target)) htmx.trigger(part, "htmx:abort");
  });
  addEventListener("pagehide", () => {
    for (const [form, kept] of typed) {
      if (sign(form) !== kept) navigator.sendBeacon(form.dataset.keep, new FormData(form));
    }
  });
  addEventListener("pageshow", ({ persisted }) => { if (persisted && (typed.size || sent.size)) location.reload(); });

  // htmx could not do it: say so where notices are said. The page itself is still as it was.
  const trouble = (text) => {
    const notice = find("#trouble")?.content.firstElementChild?.cloneNode(true);
    if (!notice) return;
    find("p", notice).textContent = text;
    find("#notices").replaceChildren(notice);
  };
  const failed = ({ detail }) => {
    const status = detail.xhr?.status ?? 0;
    if (status === 429) trouble("That was too often. Wait a minute and try again.");
    else if (status === 413) trouble("That is too much to be sent at once. It still stands here: shorten it, or part it.");
    else if (status === 404) trouble("That is no longer here. Load the page again to see what is.");
    else if (status >= 400) trouble(`The server could not do that (${status}). Nothing was changed here; try again, or load the page again.`);
    else trouble("The server cannot be reached. What you see may be old; try again in a moment.");
  };
  // Whose log-in has ended meanwhile gets the page to log in: it must not take the place of a piece, nor of what was typed.
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (new URL(detail.xhr.responseURL || location.href).pathname !== "/login/" || location.pathname === "/login/") return;
    detail.shouldSwap = false;
    trouble("Your log-in has ended. Log in again in another window; what stands here is kept.");
  });
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:timeout", failed);
})();
