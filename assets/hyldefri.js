// Everything here is an improvement: each page works without it.
import { autosave } from "./js/autosave.js";
import { draft } from "./js/draft.js";
import { focus } from "./js/focus.js";
import { h5p } from "./h5p/bridge.js";
import { menu } from "./js/menu.js";
import { ordering } from "./js/ordering.js";
import { position } from "./js/position.js";
import { printing } from "./js/printing.js";
import { rows } from "./js/rows.js";

for (const improve of [rows, ordering, autosave, draft, position, focus, menu, printing, h5p]) improve(document);
