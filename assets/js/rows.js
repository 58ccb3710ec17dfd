// »Add a line« in the three piles: copies the last row with the next number.

export function rows(root) {
  for (const holder of root.querySelectorAll("[data-add-row-holder]")) {
    const list = holder.parentElement.querySelector("[data-rows]");
    holder.hidden = false;
    holder.querySelector("[data-add-row]").addEventListener("click", () => add(list));
  }
}

function add(list) {
  const number = list.children.length + 1;
  const row = list.lastElementChild.cloneNode(true);
  for (const control of row.querySelectorAll("input, select")) {
    control.value = "";
    control.name = control.name.replace(/\d+$/, number);
    control.id = control.id.replace(/\d+$/, number);
    control.setAttribute("aria-label", control.getAttribute("aria-label").replace(/\d+/, number));
  }
  list.append(row);
  row.querySelector("input").focus();
}
