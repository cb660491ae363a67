// Suggests as one types: wakes each input with data-suggest, the address of a page that answers with codes and titles.
// Keys and roles are those of the ARIA Authoring Practices' editable combobox with list autocomplete.

const LEAST_LETTERS = 2;
const WAIT = 150;

export function wakeSuggestions() {
  for (const input of document.querySelectorAll("input[data-suggest]")) {
    wake(input);
  }
}

function wake(input) {
  const list = listFor(input);
  const said = Object.assign(document.createElement("div"), { className: "govuk-visually-hidden" });
  said.setAttribute("role", "status");
  const frame = Object.assign(document.createElement("div"), { className: "tx-suggest" });
  input.before(frame);
  frame.append(input, list, said);

  let waiting = 0;
  let asking = null;

  const options = () => [...list.children];
  const active = () => options().find((option) => option.getAttribute("aria-selected") === "true");

  function close() {
    clearTimeout(waiting);
    asking?.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(undefined);
  }

  function mark(option) {
    for (const each of options()) {
      each.setAttribute("aria-selected", String(each === option));
    }
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function choose(option) {
    input.value = option.dataset.value;
    close();
    said.textContent = `${input.value} chosen`;
  }

  function show(codes) {
    list.replaceChildren(...codes.map((code, place) => optionFor(code, `${list.id}-${place}`)));
    list.hidden = codes.length === 0;
    input.setAttribute("aria-expanded", String(codes.length > 0));
    mark(undefined);
    const count = codes.length === 1 ? "1 code" : `${codes.length} codes`;
    said.textContent = codes.length ? `${count}. Use the up and down arrows to choose.` : "No codes found.";
  }

  async function ask() {
    const typed = input.value.trim();
    asking?.abort();
    if (typed.length < LEAST_LETTERS) {
      close();
      return;
    }
    asking = new AbortController();
    try {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}`, { signal: asking.signal });
      if (answer.ok && document.activeElement === input) {
        show((await answer.json()).codes);
      } else {
        close();
      }
    } catch {
      // A newer question took its place, or the site cannot be reached: the form still answers.
    }
  }

  function step(by) {
    const all = options();
    const at = all.indexOf(active());
    mark(all[at < 0 && by < 0 ? all.length - 1 : (at + by + all.length) % all.length]);
  }

  const keys = {
    ArrowDown: () => (list.hidden ? ask() : step(1)),
    ArrowUp: () => !list.hidden && step(-1),
    Enter: () => active() && choose(active()),
    Escape: () => !list.hidden && close(),
  };

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    const taken = event.key === "Enter" ? active() : event.key === "ArrowDown" || !list.hidden;
    if (keys[event.key] && taken) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) {
      choose(option);
    }
  });
}

function listFor(input) {
  const list = Object.assign(document.createElement("ul"), { className: "tx-suggest__list", hidden: true });
  list.id = `${input.id}-suggestions`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", `${input.labels[0]?.textContent.trim() ?? "Code"}: suggestions`);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  return list;
}

function optionFor({ code, title }, id) {
  const option = Object.assign(document.createElement("li"), { className: "tx-suggest__option", id });
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.dataset.value = `${code} ${title}`;
  const number = Object.assign(document.createElement("span"), { className: "tx-suggest__code", textContent: code });
  option.append(title, " ", number);
  return option;
}
