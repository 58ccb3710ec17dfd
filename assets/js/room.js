// The wall: arrow keys, space and page keys go from step to step, Escape closes. The links do the same.

const KEYS = {
  ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next",
  ArrowLeft: "prev", ArrowUp: "prev", PageUp: "prev",
};

export function room(root) {
  const wall = root.querySelector("[data-room]");
  if (!wall) return;

  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    // Space on a link or a button is that link's or button's own.
    if (event.key === " " && event.target.closest("a, button")) return;
    const selector = event.key === "Escape" ? "[data-close]" : KEYS[event.key] && `[rel="${KEYS[event.key]}"]`;
    const link = selector && wall.querySelector(selector);
    if (!link) return;
    event.preventDefault();
    location.assign(link.href);
  });
}
