// Answers that could not be sent, kept in this browser under enrolment and block until they are.

const PREFIX = "hyldefri:unsent:";

export const key = (enrolment, block) => `${PREFIX}${enrolment}:${block}`;

export function keep(name, entry) {
  try {
    localStorage.setItem(name, JSON.stringify(entry));
    return true;
  } catch {
    return false; // private browsing or full: the page says that it is not saved
  }
}

export function kept(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

export function drop(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    // nothing was kept
  }
}

export function names(enrolment) {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(`${PREFIX}${enrolment}:`));
  } catch {
    return [];
  }
}

export function forgetAll() {
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name);
  } catch {
    // nothing was kept
  }
}
