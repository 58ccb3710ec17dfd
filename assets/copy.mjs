// Copies the few files the stylesheet points at out of dkfds: two weights of its typeface, five control icons.
import { cp, mkdir } from "node:fs/promises";

const from = "node_modules/dkfds/src";
const to = "courses/static/hyldefri/dist";
const files = {
  "fonts/IBMPlexSans/split/woff2/IBMPlexSans-Regular-Latin1.woff2": "fonts/IBMPlexSans-Regular-Latin1.woff2",
  "fonts/IBMPlexSans/split/woff2/IBMPlexSans-SemiBold-Latin1.woff2": "fonts/IBMPlexSans-SemiBold-Latin1.woff2",
  "fonts/IBMPlexSans/complete/woff2/license.txt": "fonts/license.txt",
  "img/svg-icons/check-white.svg": "img/check-white.svg",
  "img/svg-icons/minus-white.svg": "img/minus-white.svg",
  "img/svg-icons/chevron-down.svg": "img/chevron-down.svg",
  "img/svg-icons/chevron-up.svg": "img/chevron-up.svg",
};

await Promise.all(["fonts", "img"].map((folder) => mkdir(`${to}/${folder}`, { recursive: true })));
await Promise.all(Object.entries(files).map(([source, target]) => cp(`${from}/${source}`, `${to}/${target}`)));
