// What the learner has done so far: preloaded in the page, told to the page around whenever it has changed. The core
// would ask a server for it; a frame without cookies cannot.
import { say } from "./say.js";

const SOON = 120;
// What follows an answer after an animation or a pause.
const LATER = [1500, 4000];
const DOINGS = ["click", "keyup", "input", "change", "pointerup", "touchend", "drop"];

export function state(H5P, integration) {
  const userData = (contentId) => ((integration.contents[`cid-${contentId}`] ??= {}).contentUserData ??= {});

  H5P.getUserData = (contentId, dataType, done, subContentId) => {
    const data = userData(contentId)[subContentId || 0]?.[dataType];
    let value;
    try {
      value = data === undefined ? undefined : JSON.parse(data);
    } catch (error) {
      done(error);
      return;
    }
    done(undefined, value);
  };

  H5P.setUserData = (contentId, dataType, value, extras = {}) => {
    const subContentId = String(extras?.subContentId || 0);
    let data;
    try {
      data = JSON.stringify(value);
    } catch (error) {
      extras?.errorCallback?.(error);
      return;
    }
    const kinds = (userData(contentId)[subContentId] ??= {});
    if (data === undefined || data === kinds[dataType]) return;
    kinds[dataType] = data;
    say("state", { subContentId, dataType: String(dataType), data });
  };

  H5P.deleteUserData = (contentId, dataType, subContentId) => {
    const kinds = userData(contentId)[subContentId || 0];
    if (kinds) delete kinds[dataType];
    say("state", { subContentId: String(subContentId || 0), dataType: String(dataType), data: null });
  };

  watch(H5P);
}

function watch(H5P) {
  let soon = 0;
  let later = [];
  const look = () => {
    for (const instance of H5P.instances) {
      try {
        const current = instance.getCurrentState?.();
        if (current !== undefined) H5P.setUserData(instance.contentId, "state", current);
      } catch (error) {
        H5P.error(error);
      }
    }
  };
  const happened = () => {
    soon ||= setTimeout(() => {
      soon = 0;
      look();
    }, SOON);
    later.forEach(clearTimeout);
    later = LATER.map((pause) => setTimeout(look, pause));
  };
  DOINGS.forEach((name) => document.addEventListener(name, happened, { capture: true, passive: true }));
  H5P.externalDispatcher.on("xAPI", happened);
  addEventListener("pagehide", look);
  document.addEventListener("visibilitychange", look);
}
