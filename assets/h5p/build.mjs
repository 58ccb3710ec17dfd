// Builds what the frame of an H5P content loads: our script and the core in one file, one stylesheet with its icons
// inside, so that a page asks for two files only. The text typefaces of the core (400 kB) are left out: the learner's
// own sans-serif serves. The core is the GPL's (docs/decisions/0070), so its licence goes along.
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const core = "node_modules/h5p-standalone/dist";
const to = "courses/static/hyldefri/dist/h5p";
const common = { bundle: true, minify: true, target: "es2020", logLevel: "error", legalComments: "none", write: false };

const TEXT_TYPEFACE = /@font-face\s*\{[^}]*font-family:\s*['"]?(?:Inter|Open Sans)['"]?[^}]*\}/g;
const UNUSED_ICONS = /@font-face\s*\{[^}]*h5p-hub-publish[^}]*\}/g;

const coreStyle = (await readFile(`${core}/styles/h5p.css`, "utf8")).replace(TEXT_TYPEFACE, "").replace(UNUSED_ICONS, "");
const [frame, bridge, style] = await Promise.all([
  build({ ...common, entryPoints: ["assets/h5p/frame.js"], format: "iife" }),
  build({ ...common, entryPoints: ["assets/h5p/page.js"], format: "iife" }),
  build({
    ...common,
    stdin: { contents: coreStyle, resolveDir: `${core}/styles`, loader: "css" },
    loader: { ".woff2": "dataurl", ".gif": "dataurl", ".svg": "dataurl" },
  }),
]);
const ours = await readFile("assets/h5p/frame.css", "utf8");
const script = await readFile(`${core}/frame.bundle.js`, "utf8");
const notice = "/*! Hyldefri, MPL-2.0; the H5P core, GPL-3.0-or-later, by way of h5p-standalone, MIT: see LICENSE.txt */\n";

await mkdir(to, { recursive: true });
await Promise.all([
  writeFile(`${to}/core.js`, `${notice}${frame.outputFiles[0].text};${script}`),
  writeFile(`${to}/core.css`, `${notice}${style.outputFiles[0].text}${ours}`),
  writeFile(`${to}/bridge.js`, bridge.outputFiles[0].text),
  writeFile(`${to}/LICENSE.txt`, [
    await readFile("assets/h5p/notice.txt", "utf8"),
    await readFile("node_modules/h5p-standalone/LICENSE", "utf8"),
  ].join("\n")),
  copyFile("assets/h5p/gpl-3.0.txt", `${to}/gpl-3.0.txt`),
]);
