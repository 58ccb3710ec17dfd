// After a form has been posted the page opens at #b-<block>. What is new there takes focus: the feedback, or the first
// field with an error. An error summary takes it wherever the page opened.

export function focus(root) {
  // The browser's own move to the fragment takes focus away again until the page has loaded.
  addEventListener("load", () => setTimeout(() => toWhatIsNew(root)));
}

function toWhatIsNew(root) {
  const summary = root.querySelector("[data-focus]");
  if (summary) {
    summary.focus();
    return;
  }
  const id = decodeURIComponent(location.hash.slice(1));
  if (!id.startsWith("b-")) return;
  const block = root.getElementById(id);
  const target = block?.querySelector('[data-feedback], [aria-invalid="true"], .form-error-message');
  if (!target) return;
  if (!target.matches("input, select, textarea")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
  block.scrollIntoView({ block: "start" });
}
