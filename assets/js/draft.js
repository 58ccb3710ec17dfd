// Keeps an order as it is written: posts the form a moment after the last key with "X-Autosave: 1". The server stores
// what is right of it and says when; everything else is the button's business.
const PAUSE = 2000;

export function draft(root) {
  for (const form of root.querySelectorAll("form[data-draft]")) watch(form);
}

function watch(form) {
  const status = form.querySelector("[data-saved]");
  let timer = 0;
  let sending = false;
  let sent = encoded(form).toString();

  async function save(leaving = false) {
    clearTimeout(timer);
    const body = encoded(form);
    if (body.toString() === sent) return;
    if (sending) {
      timer = setTimeout(() => save(), PAUSE);
      return;
    }
    sending = true;
    status.textContent = form.dataset.savingText;
    try {
      const headers = { "X-Autosave": "1" };
      const response = await fetch(form.action, { method: "POST", body, headers, redirect: "manual", keepalive: leaving });
      const answer = response.headers.get("Content-Type")?.includes("json") ? await response.json() : {};
      status.textContent = response.ok ? answer.saved : (answer.message ?? form.dataset.failedText);
      if (response.ok) sent = body.toString();
    } catch {
      status.textContent = form.dataset.failedText;
    } finally {
      sending = false;
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => save(), PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    sent = encoded(form).toString(); // on its way already
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save(true);
  });
}

function encoded(form) {
  return new URLSearchParams(new FormData(form));
}
