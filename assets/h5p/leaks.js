// A policy says where a page may fetch from. A peer connection asks no policy, so there is none, neither here nor in a
// frame that a package makes to get an untouched window: frames have nothing to show here, for no address may be framed.
const PEERS = ["RTCPeerConnection", "webkitRTCPeerConnection", "RTCDataChannel", "RTCIceTransport"];
const FRAMES = "iframe, frame, object, embed, fencedframe, portal";

export function leaks() {
  for (const name of PEERS) delete window[name];
  watch(document);
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (options) {
    const root = attachShadow.call(this, options);
    watch(root);
    return root;
  };
}

// What is put into the page is seen before it can load or run anything.
function watch(root) {
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        if (node.matches(FRAMES)) node.remove();
        node.querySelectorAll(FRAMES).forEach((frame) => frame.remove());
      }
    }
  }).observe(root, { childList: true, subtree: true });
}
