// What a player has told and the server has not yet got. State is sent by name, the newest only; statements each once,
// with a key by which the server knows one that it has already got. One request at a time, so that none overtakes.
const SOON = 200;
const RETRY = [2000, 5000, 15000, 60000];
// A browser sends no more than 64 kB for a page that is gone.
const KEEPALIVE = 60_000;
const LARGEST = 512_000;
const STATEMENT = 64_000;
const MOST = 200;

export class Outbox {
  constructor(element, tell) {
    const { stateUrl = "", statementsUrl = "" } = element.dataset;
    this.texts = element.dataset;
    this.tell = tell;
    this.token = element.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
    this.session = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
    this.sequence = 0;
    this.states = new Map();
    this.statements = [];
    this.lanes = [
      { url: stateUrl, take: () => this.takeStates(), give: (taken) => this.giveStates(taken), failures: 0 },
      { url: statementsUrl, take: () => this.takeStatements(), give: (taken) => this.giveStatements(taken), failures: 0 },
    ].filter(({ url }) => url);
    addEventListener("pagehide", () => this.leave());
    addEventListener("online", () => this.flush());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.leave());
  }

  // Whether it is something that can be sent.
  putState({ subContentId, dataType, data }) {
    const small = [subContentId, dataType].every((name) => typeof name === "string" && name && name.length <= 100);
    if (!small || !(data === null || (typeof data === "string" && data.length <= LARGEST))) return false;
    const name = JSON.stringify([subContentId, dataType]);
    if (this.states.size >= MOST && !this.states.has(name)) return false;
    this.states.set(name, { subContentId, dataType, data });
    this.soon();
    return true;
  }

  putStatement(statement) {
    if (typeof statement !== "object" || !statement || this.statements.length >= MOST) return false;
    const { verb, object, result, context } = statement;
    const entry = { key: `${this.session}-${(this.sequence += 1)}`, statement: { verb, object, result, context } };
    if (JSON.stringify(entry).length > STATEMENT) return false;
    this.statements.push(entry);
    this.soon();
    return true;
  }

  takeStates() {
    const taken = [...this.states.values()];
    this.states.clear();
    return taken.length ? { items: taken, body: { session: this.session, sequence: (this.sequence += 1), state: taken } } : null;
  }

  giveStates(items) {
    for (const item of items) {
      const name = JSON.stringify([item.subContentId, item.dataType]);
      if (!this.states.has(name)) this.states.set(name, item);
    }
  }

  takeStatements() {
    const taken = this.statements.splice(0);
    return taken.length ? { items: taken, body: { session: this.session, statements: taken } } : null;
  }

  giveStatements(items) {
    this.statements.unshift(...items);
  }

  soon() {
    this.timer ||= setTimeout(() => this.flush(), this.leaving ? 0 : SOON);
  }

  // The page is going or hidden: whatever still comes from the frame is sent as it comes.
  leave() {
    this.leaving = true;
    this.flush(true);
    this.leaving = document.visibilityState === "hidden";
  }

  flush(evenNow = false) {
    clearTimeout(this.timer);
    this.timer = 0;
    this.lanes.forEach((lane) => (evenNow || !lane.busy) && this.send(lane));
  }

  async send(lane) {
    const taken = lane.take();
    if (!taken) return;
    lane.busy = true;
    const outcome = await post(lane.url, this.token, taken.body);
    lane.busy = false;
    if (outcome === "later" || outcome === "signin") {
      lane.give(taken.items);
      this.tell(outcome === "signin" ? this.texts.signinText : this.texts.unsentText);
      clearTimeout(lane.retry);
      lane.retry = setTimeout(() => this.send(lane), RETRY[Math.min(lane.failures, RETRY.length - 1)]);
      lane.failures += 1;
      return;
    }
    if (outcome === "refused") this.tell(this.texts.refusedText);
    else if (lane.failures) this.tell(this.texts.sentText);
    lane.failures = 0;
    if (this.states.size || this.statements.length) this.soon();
  }
}

async function post(url, token, body) {
  const text = JSON.stringify(body);
  try {
    const response = await fetch(url, {
      method: "POST",
      body: text,
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      redirect: "manual", // to the sign-in page
      keepalive: new Blob([text]).size < KEEPALIVE,
    });
    if (response.ok) return "sent";
    if (response.type === "opaqueredirect" || [401, 403].includes(response.status)) return "signin";
    return response.status === 429 || response.status >= 500 ? "later" : "refused";
  } catch {
    return "later";
  }
}
