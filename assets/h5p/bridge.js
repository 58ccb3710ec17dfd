// The page's side of H5P: starts the players one at a time, gives each the height it asks for, sends on what it tells.
// A frame holds a stranger's code, so nothing it says is believed: it can harm the results of this one content only.
import { Outbox } from "./outbox.js";

const NEAR = "600px";
const PATIENCE = 15000;
const LOWEST = 40;
const HIGHEST = 20000;

export function h5p(root) {
  const players = [...root.querySelectorAll("[data-h5p]")].map((element) => new Player(element));
  if (!players.length) return;
  addEventListener("message", (event) => {
    if (event.data?.hyldefri !== "h5p") return;
    players.find((player) => player.frame.contentWindow === event.source)?.receive(event.data);
  });
  startOneAtATime(players);
}

// A player is started when it comes near to the screen and the one before it is ready.
function startOneAtATime(players) {
  const waiting = [];
  let starting = false;
  const next = async () => {
    if (starting || !waiting.length) return;
    starting = true;
    await waiting.shift().start();
    starting = false;
    next();
  };
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        waiting.push(players.find(({ element }) => element === target));
      }
      next();
    },
    { rootMargin: NEAR },
  );
  players.forEach(({ element }) => observer.observe(element));
}

class Player {
  constructor(element) {
    this.element = element;
    this.frame = element.querySelector("iframe");
    this.status = element.querySelector("[data-h5p-status]");
    this.loads = 0;
    this.outbox = new Outbox(element, (text) => this.tell(text));
    this.started = new Promise((resolve) => (this.hasStarted = resolve));
    this.frame.addEventListener("load", () => this.loaded());
    this.fullScreen(element.querySelector("[data-h5p-fullscreen]"));
  }

  start() {
    this.tell(this.element.dataset.loadingText);
    this.frame.src = this.element.dataset.src;
    this.begun = true;
    this.patience = setTimeout(() => this.fail(), PATIENCE);
    return this.started;
  }

  // Our page in the frame is loaded once. A second time the package has sent the frame elsewhere, where it could
  // pretend to be us: there is nothing there for the learner.
  loaded() {
    if (!this.begun) return;
    this.loads += 1;
    if (this.loads < 2 || this.gone) return;
    this.gone = true;
    this.frame.remove();
    this.fail();
  }

  receive(message) {
    if (this.gone) return;
    if (message.type === "ready") this.ready();
    else if (message.type === "failed") this.fail();
    else if (message.type === "resize") this.resize(message.height);
    else if (message.type === "open") this.open(message.url);
    else if (message.type === "state" && this.outbox.putState(message)) this.report("state", message);
    else if (message.type === "xapi" && this.outbox.putStatement(message.statement)) this.report("xapi", message);
  }

  ready() {
    clearTimeout(this.patience);
    this.tell("");
    this.element.dataset.h5p = "ready";
    this.hasStarted();
    this.report("ready", {});
  }

  fail() {
    clearTimeout(this.patience);
    this.tell(this.element.dataset.failedText);
    this.element.dataset.h5p = "failed";
    this.hasStarted();
  }

  resize(height) {
    if (!Number.isFinite(height)) return;
    const border = this.frame.offsetHeight - this.frame.clientHeight;
    this.frame.style.height = `${Math.min(Math.max(height, LOWEST), HIGHEST) + border}px`;
  }

  // Other sites, and this content's own files. Never a page of ours: it would be fetched as the learner.
  open(address) {
    let url;
    try {
      url = new URL(address);
    } catch {
      return;
    }
    const files = new URL("content/", this.frame.src);
    const ours = url.origin === location.origin;
    if (!/^https?:$/.test(url.protocol) || (ours && !url.href.startsWith(files.href))) return;
    if (navigator.userActivation && !navigator.userActivation.isActive) return;
    window.open(url.href, "_blank", "noopener,noreferrer");
  }

  // Where an element cannot fill the screen (an iPhone), it fills the window.
  fullScreen(button) {
    if (!button) return;
    const { element } = this;
    const fills = () => document.fullscreenElement === element || element.classList.contains("h5p--fills");
    const label = () => (button.textContent = fills() ? button.dataset.leaveText : button.dataset.enterText);
    const fill = (on) => {
      element.classList.toggle("h5p--fills", on);
      label();
    };
    button.hidden = false;
    button.addEventListener("click", () => {
      if (element.classList.contains("h5p--fills")) fill(false);
      else if (document.fullscreenElement) document.exitFullscreen();
      else if (element.requestFullscreen) element.requestFullscreen().catch(() => fill(true));
      else fill(true);
    });
    document.addEventListener("fullscreenchange", label);
    element.addEventListener("keydown", (event) => event.key === "Escape" && fill(false));
    label();
  }

  tell(text) {
    if (this.status && this.status.textContent !== (text ?? "")) this.status.textContent = text ?? "";
  }

  report(name, detail) {
    this.element.dispatchEvent(new CustomEvent(`h5p:${name}`, { detail, bubbles: true }));
  }
}
