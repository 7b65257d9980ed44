/* Enter in a filter applies the filters, and the page stays at its results.
   Suggestions as one types: the search box becomes the combobox of the ARIA Authoring Practices.
   Without this file the box is a plain field and the site lacks nothing else. */
"use strict";

{
  const SHORTEST = 3, PAUSE = 150;
  const input = document.getElementById("q");
  const list = document.createElement("ul");
  const status = document.createElement("p");
  let timer = 0, asked = null, active = -1;

  const isOpen = () => input.getAttribute("aria-expanded") === "true";

  const forget = () => {
    clearTimeout(timer);
    asked?.abort();
  };

  const close = () => {
    forget();
    list.hidden = true;
    list.replaceChildren();
    status.textContent = "";
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const activate = (index) => {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = index;
    const option = list.children[active];
    if (!option) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  };

  const choose = (option) => {
    const { text, url } = option.dataset;
    close();
    if (url) return location.assign(url); // a region, a topic, a name: its articles, not its words
    input.value = text;
    input.form.requestSubmit();
  };

  const option = ({ text, kind, url }, index) => {
    const item = document.createElement("li");
    item.id = `suggestion-${index}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.text = item.textContent = text;
    if (url) item.dataset.url = url;
    if (kind in input.dataset) {
      const note = document.createElement("span");
      note.textContent = input.dataset[kind];
      item.append(" ", note);
    }
    return item;
  };

  const show = ({ suggestions, spoken }) => {
    list.replaceChildren(...suggestions.map(option));
    activate(-1);
    list.hidden = !suggestions.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = spoken;
  };

  const ask = async () => {
    const text = input.value.trim();
    if (text.length < SHORTEST) return close();
    asked = new AbortController();
    const { signal } = asked;
    const address = new URL(input.dataset.suggest, location.href);
    address.searchParams.set("q", text);
    try {
      const answer = await fetch(address, { signal });
      if (answer.ok) {
        const found = await answer.json();
        if (!signal.aborted) show(found);
      }
    } catch {
      // a newer text was typed, or the archive cannot be reached: the field stays plain
    }
  };

  const move = (step) => {
    const places = list.children.length + 1; // the last place is the field itself
    activate(((active + 1 + step + places) % places) - 1);
  };

  input.addEventListener("input", (event) => {
    forget();
    if (!event.isComposing) timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("compositionend", () => {
    forget();
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (isOpen()) move(key === "ArrowDown" ? 1 : -1);
      else ask();
    } else if (key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(list.children[active]);
    } else if (key === "Escape" && isOpen()) {
      event.preventDefault();
      close();
    } else if (key === "Home" || key === "End" || key === "ArrowLeft" || key === "ArrowRight") {
      activate(-1);
    }
  });
  input.addEventListener("blur", close);
  input.form.addEventListener("submit", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const clicked = event.target.closest("[role=option]");
    if (clicked) choose(clicked);
  });

  document.querySelector(".facets")?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    event.preventDefault();
    input.form.requestSubmit(document.querySelector(".apply button"));
  });

  list.id = "suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.label);
  status.className = "unseen";
  status.setAttribute("role", "status");
  input.after(list, status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  input.autocomplete = "off";
}
