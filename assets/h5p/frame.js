// Inside the frame a package plays in, before the H5P core: gives it what a frame of opaque origin lacks, and tells the
// page around it what happens (docs/h5p-player.md has the messages). Built into one file with the core by build.mjs.
import { leaks } from "./leaks.js";
import { links } from "./links.js";
import { size } from "./size.js";
import { state } from "./state.js";
import { storage } from "./storage.js";
import { say } from "./say.js";

storage();
leaks();
window.H5PIntegration = JSON.parse(document.getElementById("h5p-integration").textContent);
links();

// Runs before the core's own: it waits for the same event, and asked for it later.
document.addEventListener("DOMContentLoaded", () => {
  const { H5P } = window;
  state(H5P, window.H5PIntegration);
  H5P.externalDispatcher.on("xAPI", (event) => {
    const { actor, ...statement } = event.data.statement; // who she is, the server knows
    say("xapi", { statement });
  });
  H5P.jQuery(() =>
    setTimeout(() => {
      say(H5P.instances.length ? "ready" : "failed");
      size(H5P);
    }),
  );
});
