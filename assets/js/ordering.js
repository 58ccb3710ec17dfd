// Turns a list of selects into a list with buttons up and down. The selects stay, hidden, and carry the answer.

export function ordering(root) {
  for (const list of root.querySelectorAll("[data-ordering]")) {
    if (!list.closest("fieldset[disabled]")) enhance(list);
  }
}

function enhance(list) {
  list.classList.add("ordering--moving");
  const status = document.createElement("p");
  status.className = "sr-only";
  status.setAttribute("aria-live", "polite");
  list.after(status);

  const items = [...list.querySelectorAll("[data-item]")];
  items.sort((one, other) => place(one) - place(other)).forEach((item) => list.append(item));

  for (const item of items) {
    const label = item.querySelector("label");
    const text = label.textContent;
    const name = document.createElement("span");
    name.className = "ordering__text";
    name.textContent = text;
    label.hidden = true;
    item.querySelector("select").hidden = true;
    const number = document.createElement("span");
    number.className = "ordering__place";
    item.prepend(number, name);
    item.append(button("up", -1), button("down", 1));

    function button(direction, step) {
      const element = document.createElement("button");
      element.type = "button";
      element.className = `ordering__move ordering__move--${direction}`;
      element.setAttribute("aria-label", list.dataset[direction].replace("{text}", text));
      element.append(arrow(direction));
      element.addEventListener("click", () => {
        const order = [...list.children];
        const target = order.indexOf(item) + step;
        if (target < 0 || target >= order.length) return;
        if (step < 0) order[target].before(item);
        else order[target].after(item);
        renumber();
        element.focus(); // moving a node loses focus
        status.textContent = list.dataset.moved
          .replace("{text}", text)
          .replace("{place}", target + 1)
          .replace("{total}", order.length);
      });
      return element;
    }
  }
  renumber();

  function renumber() {
    const order = [...list.children];
    order.forEach((item, index) => {
      item.querySelector(".ordering__place").textContent = `${index + 1}.`;
      item.querySelector("select").value = String(index + 1);
      item.querySelector(".ordering__move--up").setAttribute("aria-disabled", String(index === 0));
      item.querySelector(".ordering__move--down").setAttribute("aria-disabled", String(index === order.length - 1));
    });
  }
}

const place = (item) => Number(item.querySelector("select").value);

function arrow(direction) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon-svg");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", direction === "up" ? "m12 8 6 6-1.4 1.4L12 10.800l-4.600 4.600L6 14z" : "m12 16-6-6 1.400-1.400 4.600 4.600 4.600-4.600L18 10z");
  svg.append(path);
  return svg;
}
