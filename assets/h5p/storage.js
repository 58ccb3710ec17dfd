// A frame of opaque origin has no storage and no cookies, and touching them throws. Libraries that touch them without
// thinking get a storage that lasts as long as the page, and cookies that are never there.

export function storage() {
  for (const name of ["localStorage", "sessionStorage"]) {
    Object.defineProperty(window, name, { value: memory(), configurable: true });
  }
  Object.defineProperty(document, "cookie", { get: () => "", set: () => {}, configurable: true });
}

function memory() {
  const kept = new Map();
  const methods = {
    getItem: (key) => kept.get(String(key)) ?? null,
    setItem: (key, value) => void kept.set(String(key), String(value)),
    removeItem: (key) => void kept.delete(String(key)),
    key: (index) => [...kept.keys()][index] ?? null,
    clear: () => kept.clear(),
  };
  return new Proxy(methods, {
    get: (_, key) => (key === "length" ? kept.size : (methods[key] ?? kept.get(key))),
    set: (_, key, value) => Boolean(kept.set(key, String(value))),
    has: (_, key) => key in methods || kept.has(key),
    deleteProperty: (_, key) => kept.delete(key) || true,
    ownKeys: () => [...kept.keys()],
    getOwnPropertyDescriptor: (_, key) =>
      kept.has(key) ? { value: kept.get(key), enumerable: true, configurable: true, writable: true } : undefined,
  });
}
