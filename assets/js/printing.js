// A print button appears where there is a script to press it.

export function printing(root) {
  for (const holder of root.querySelectorAll("[data-print-holder]")) {
    holder.hidden = false;
    holder.querySelector("[data-print]").addEventListener("click", () => print());
  }
}
