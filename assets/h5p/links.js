// The frame may open nothing by itself: a window it opened would be fetched with the learner's cookies. Where a link
// leads is told to the page around, which opens other sites and this content's own files.
import { say } from "./say.js";

export function links() {
  window.open = (address) => {
    open(address);
    return null;
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || !/^https?:$/.test(link.protocol)) return;
    if (sameDocument(link) && !link.target) return;
    event.preventDefault();
    open(link.href);
  });
}

const sameDocument = (link) => link.hash && link.href.split("#")[0] === location.href.split("#")[0];

function open(address) {
  try {
    say("open", { url: new URL(address, location.href).href });
  } catch {
    // no address
  }
}
