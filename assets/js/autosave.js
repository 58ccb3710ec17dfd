// Saves what is written as it is written. A form with data-autosave is posted with "X-Autosave: 1" a moment after
// the last key; the server answers 204. What cannot be sent is kept (queue.js) and sent when the browser is online.
import { drop, forgetAll, keep, kept, key, names } from "./queue.js";

const PAUSE = 1200;
const RETRY = 20000;

export function autosave(root) {
  const enrolment = root.querySelector("[data-enrolment]")?.dataset.enrolment ?? "";
  const savers = [...root.querySelectorAll("form[data-autosave]")].map((form) => new Saver(form, enrolment));
  const flush = () => {
    savers.forEach((saver) => saver.retry());
    resendOtherPages(root, enrolment, savers);
  };
  addEventListener("online", flush);
  if (enrolment) flush();
  for (const form of root.querySelectorAll("form[data-forget-queue]")) form.addEventListener("submit", forgetAll);
}

class Saver {
  constructor(form, enrolment) {
    this.form = form;
    this.status = form.querySelector("[data-saved-text]");
    this.name = key(enrolment, form.closest("[data-block]")?.dataset.block ?? form.action);
    this.timer = 0;
    this.sending = false;
    this.submitted = false;
    this.restore();
    this.sent = encoded(form);
    form.addEventListener("input", () => this.later());
    form.addEventListener("change", () => this.later());
    form.addEventListener("submit", () => {
      clearTimeout(this.timer);
      this.submitted = true;
      this.keep(encoded(form)); // dropped on the next visit, when the server says that it saved later than this
    });
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.leave();
    });
  }

  // What an earlier visit could not send comes back, unless the server has something newer.
  restore() {
    const entry = kept(this.name);
    if (!entry) return;
    if (Date.parse(this.status?.dataset.savedAt) > entry.at) {
      drop(this.name);
      return;
    }
    fill(this.form, new URLSearchParams(entry.body));
    this.say("offline");
  }

  later() {
    clearTimeout(this.timer);
    if (encoded(this.form) !== this.sent) this.say("unsaved");
    this.timer = setTimeout(() => this.send(), PAUSE);
  }

  retry() {
    if (kept(this.name)) this.send();
  }

  async send() {
    clearTimeout(this.timer);
    const body = encoded(this.form);
    if (this.sending) {
      this.timer = setTimeout(() => this.send(), PAUSE);
      return;
    }
    if (body === this.sent && !kept(this.name)) return;
    this.sending = true;
    this.say("saving");
    const outcome = await post(this.form.action, body, token(this.form));
    this.sending = false;
    if (outcome === "saved") {
      this.sent = body;
      drop(this.name);
      if (encoded(this.form) === body) this.say("saved");
      else this.later();
      return;
    }
    this.keep(body);
    this.say(outcome);
    this.timer = setTimeout(() => this.send(), RETRY);
  }

  leave() {
    const body = encoded(this.form);
    if (this.submitted || body === this.sent) return;
    this.keep(body);
    post(this.form.action, body, token(this.form), true).then((outcome) => {
      if (outcome !== "saved") return;
      this.sent = body;
      drop(this.name);
    });
  }

  keep(body) {
    keep(this.name, { action: this.form.getAttribute("action"), body, at: Date.now() });
  }

  say(state) {
    if (!this.status) return;
    const clock = new Date().toTimeString().slice(0, 5).replace(":", ".");
    this.status.dataset.state = state === "saved" || state === "saving" ? state : "unsaved";
    this.status.textContent = this.status.dataset[`${state}Text`].replace("{time}", clock);
  }
}

// Unsent answers of the same enrolment whose form is on another page.
async function resendOtherPages(root, enrolment, savers) {
  const here = new Set(savers.map((saver) => saver.name));
  const csrf = token(root);
  if (!enrolment || !csrf) return;
  for (const name of names(enrolment).filter((candidate) => !here.has(candidate))) {
    const entry = kept(name);
    const url = entry && new URL(entry.action, location.href);
    if (!url || url.origin !== location.origin) drop(name);
    else if ((await post(url.href, entry.body, csrf)) === "saved") drop(name);
  }
}

async function post(url, body, csrf, keepalive = false) {
  if (!navigator.onLine) return "offline";
  const form = new URLSearchParams(body);
  form.set("csrfmiddlewaretoken", csrf);
  try {
    const response = await fetch(url, {
      method: "POST",
      body: form,
      headers: { "X-Autosave": "1" },
      redirect: "manual", // a redirect is to the sign-in page, or an answer that is no autosave's
      keepalive,
    });
    if (response.ok) return "saved";
    return response.type === "opaqueredirect" || [401, 403].includes(response.status) ? "signin" : "unsaved";
  } catch {
    return "offline";
  }
}

function encoded(form) {
  const data = new FormData(form);
  data.delete("csrfmiddlewaretoken");
  return new URLSearchParams(data).toString();
}

function token(scope) {
  return scope.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
}

function fill(form, values) {
  for (const [name, value] of values) {
    for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (control.type === "radio" || control.type === "checkbox") control.checked = control.value === value;
      else control.value = value;
    }
  }
}
