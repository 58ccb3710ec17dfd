// As high as the content is, and the content as wide as the frame.
import { say } from "./say.js";

export function size(H5P) {
  const content = document.querySelector(".h5p-content");
  let told = 0;
  const tell = () => {
    const height = Math.ceil(content.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    say("resize", { height });
  };
  new ResizeObserver(tell).observe(content);
  tell();

  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth === width && !H5P.isFullscreen) return;
    width = innerWidth;
    H5P.instances.forEach((instance) => H5P.trigger(instance, "resize"));
  });
}
