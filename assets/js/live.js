// How far something is that a worker does: fetched again until it is over, when the page itself is.

const EVERY = 2000;

export function live(root) {
  const place = root.querySelector("[data-live-until-still]");
  if (!place) return;

  const look = async () => {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const now = page.querySelector("[data-live]");
        if (!now || !now.hasAttribute("data-live-until-still")) return location.reload();
        place.replaceChildren(...now.childNodes);
      }
    } catch {
      // No connection: another time.
    }
    return setTimeout(look, EVERY);
  };
  setTimeout(look, EVERY);
}
