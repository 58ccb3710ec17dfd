// Saves what is written as it is written. A form with data-autosave is posted with "X-Autosave: 1" a moment after
// the last key; the server answers with the version it saved. What cannot be sent is kept (queue.js) and sent when the
// browser is online, with the version it was written on: a save older than what is stored is refused (409), and then
// the learner decides. Her text stays in the form, and what is saved stands beneath it; saving by hand replaces it.
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
    this.stale = false;
    this.base = form.dataset.base ?? "";
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
    if (entry.stale) {
      const saved = this.form.elements.text?.value;
      drop(this.name);
      fill(this.form, new URLSearchParams(entry.body));
      this.refuse(saved);
      return;
    }
    if (Date.parse(this.status?.dataset.savedAt) > entry.at) {
      drop(this.name);
      return;
    }
    fill(this.form, new URLSearchParams(entry.body));
    this.say("offline");
  }

  later() {
    clearTimeout(this.timer);
    if (this.stale) return;
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
    if (this.stale || (body === this.sent && !kept(this.name))) return;
    this.sending = true;
    this.say("saving");
    const { outcome, version, stored } = await post(this.form.action, body, this.base, token(this.form));
    this.sending = false;
    if (outcome === "saved") {
      this.sent = body;
      this.base = version;
      drop(this.name);
      if (encoded(this.form) === body) this.say("saved");
      else this.later();
      return;
    }
    if (outcome === "stale") this.refuse(stored?.text);
    this.keep(body);
    this.say(outcome);
    if (this.stale) return;
    this.timer = setTimeout(() => this.send(), RETRY);
  }

  leave() {
    const body = encoded(this.form);
    if (this.submitted || body === this.sent) return;
    this.keep(body);
    if (this.stale) return;
    post(this.form.action, body, this.base, token(this.form), true).then(({ outcome, version }) => {
      if (outcome !== "saved") return;
      this.sent = body;
      this.base = version;
      drop(this.name);
    });
  }

  keep(body) {
    const { base, stale } = this;
    keep(this.name, { action: this.form.getAttribute("action"), body, base, stale: stale && !this.submitted, at: Date.now() });
  }

  refuse(saved) {
    this.stale = true;
    this.say("stale");
    if (!saved || !this.status) return;
    const other = document.createElement("p");
    other.className = "saved__other";
    other.textContent = this.status.dataset.otherText.replace("{text}", () => saved);
    this.status.after(other);
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
    if (!url || url.origin !== location.origin) {
      drop(name);
      continue;
    }
    if (entry.stale) continue;
    const { outcome } = await post(url.href, entry.body, entry.base ?? "", csrf);
    if (outcome === "saved") drop(name);
    else if (outcome === "stale") keep(name, { ...entry, stale: true });
  }
}

async function post(url, body, base, csrf, keepalive = false) {
  if (!navigator.onLine) return { outcome: "offline" };
  const form = new URLSearchParams(body);
  form.set("base", base);
  form.set("csrfmiddlewaretoken", csrf);
  try {
    const response = await fetch(url, {
      method: "POST",
      body: form,
      headers: { "X-Autosave": "1" },
      redirect: "manual", // a redirect is to the sign-in page, or an answer that is no autosave's
      keepalive,
    });
    if (response.ok) return { outcome: "saved", version: (await response.json()).version };
    if (response.status === 409) return { outcome: "stale", stored: (await response.json()).stored };
    const signin = response.type === "opaqueredirect" || [401, 403].includes(response.status);
    return { outcome: signin ? "signin" : "unsaved" };
  } catch {
    return { outcome: "offline" };
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
