// Remembers how far the learner has come in a lesson: the block last in focus or last in view, at most every five
// seconds and when the page is left.

const EVERY = 5000;

export function position(root) {
  const form = root.querySelector("form[data-position-url]");
  const blocks = [...root.querySelectorAll("[data-block]")];
  if (!form || !blocks.length) return;

  let current = "";
  let sent = "";
  let timer = 0;

  const send = () => {
    timer = 0;
    if (!current || current === sent) return;
    const data = new FormData(form);
    data.set("block", current);
    if (navigator.sendBeacon(form.dataset.positionUrl, data)) sent = current;
  };
  const at = (block) => {
    current = block.dataset.block;
    timer ||= setTimeout(send, EVERY);
  };

  const observer = new IntersectionObserver(
    (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => at(entry.target)),
    { rootMargin: "0px 0px -40% 0px" },
  );
  blocks.forEach((block) => observer.observe(block));
  root.addEventListener("focusin", (event) => {
    const block = event.target.closest("[data-block]");
    if (block) at(block);
  });
  addEventListener("pagehide", send);
}
