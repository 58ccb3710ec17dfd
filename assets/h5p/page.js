// For pages that hold H5P content but not the whole of hyldefri.js: the editor's preview.
import { h5p } from "./bridge.js";

h5p(document);
