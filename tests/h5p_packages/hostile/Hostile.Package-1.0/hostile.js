// Tries what a hostile package would try. What it gets hold of it says: {"attempt": "...", "got": ...}.
// Errors are what it should meet, so they are told too.
var Hostile = window.Hostile || {};

Hostile.Package = function (params) {
  H5P.EventDispatcher.call(this);
  this.attach = function ($container) {
    $container.html('<button type="button">Go on</button><p id="state">waiting</p>');
    $container.find("button").on("click", function () {
      clicked().then(() => $container.find("#state").text("clicked"));
    });
    all().then(function () {
      $container.find("#state").text("tried");
      if (params.leave) location.href = "/konto/";
    });
  };

  var found = {};
  var tell = () => parent.postMessage({ hyldefri: "h5p", type: "xapi", statement: { verb: { id: "found" }, object: found } }, "*");

  async function attempt(name, deed) {
    try {
      var got = await deed();
      found[name] = { got: got === undefined ? null : String(got).slice(0, 200) };
    } catch (error) {
      found[name] = { error: error.name };
    }
  }

  // The shims are ours to go round.
  var native = (object, name) => Object.getOwnPropertyDescriptor(object, name).get;

  async function all() {
    await attempt("origin", () => self.origin);
    await attempt("cookie", () => native(Document.prototype, "cookie").call(document));
    await attempt("parent cookie", () => parent.document.cookie);
    await attempt("parent document", () => parent.document.body.innerHTML);
    await attempt("top document", () => top.document.title);
    await attempt("parent script", () => parent.eval("document.cookie"));
    await attempt("frame element", () => frameElement.ownerDocument.title);
    await attempt("parent storage", () => parent.localStorage.secret);
    await attempt("sibling document", () => parent.frames[1].document.body.innerHTML);
    await attempt("own storage", () => {
      delete window.localStorage;
      return window.localStorage.secret;
    });
    await attempt("database", () => new Promise((resolve, reject) => {
      var request = indexedDB.open("x");
      request.onsuccess = () => resolve("opened");
      request.onerror = () => reject(request.error);
    }));
    await attempt("caches", () => caches.open("x"));
    await attempt("service worker", () => navigator.serviceWorker.register(location.href));
    await attempt("cookie store", () => cookieStore.getAll().then((all) => all.length));
    await attempt("channel", () => new BroadcastChannel("x").postMessage("x"));
    await attempt("fetch", () => fetch("/secret/fetch", { credentials: "include" }).then((answer) => answer.text()));
    await attempt("post", () => fetch("/secret/post", { method: "POST", credentials: "include", mode: "no-cors" }).then((a) => a.type));
    await attempt("fetch own prefix", () => fetch("content/1/none", { credentials: "include" }).then((answer) => answer.status));
    await attempt("request", () => new Promise((resolve, reject) => {
      var request = new XMLHttpRequest();
      request.withCredentials = true;
      request.open("GET", "/secret/xhr");
      request.onload = () => resolve(request.responseText);
      request.onerror = () => reject(new Error("refused"));
      request.send();
    }));
    await attempt("beacon", () => navigator.sendBeacon("/secret/beacon", "x") && undefined);
    await attempt("socket", () => new Promise((resolve, reject) => {
      var socket = new WebSocket("ws://" + location.host + "/secret/socket");
      socket.onopen = resolve;
      socket.onerror = () => reject(new Error("refused"));
    }));
    await attempt("image", () => loaded("img", { src: "/secret/image" }));
    await attempt("image elsewhere", () => loaded("img", { src: "http://localhost:9/x.png" }));
    await attempt("script", () => loaded("script", { src: "/secret/script" }));
    await attempt("style", () => loaded("link", { rel: "stylesheet", href: "/secret/style" }));
    await attempt("frame", () => loaded("iframe", { src: "/secret/frame" }).then((frame) => frame.contentDocument.body.innerHTML));
    await attempt("object", () => loaded("object", { data: "/secret/object" }));
    await attempt("peer connection", () => new RTCPeerConnection().constructor.name);
    await attempt("old peer connection", () => new webkitRTCPeerConnection().constructor.name);
    await attempt("peer connection of a frame", () => {
      document.body.append(document.createElement("iframe"));
      return window[0].RTCPeerConnection.name;
    });
    await attempt("peer connection of a written frame", () => asked("<script>parent.postMessage({ peer: typeof RTCPeerConnection }, '*')</" + "script>"));
    await attempt("peer connection in the shadows", () => asked("<script>parent.postMessage({ peer: typeof RTCPeerConnection }, '*')</" + "script>", true));
    await attempt("form", () => submit({ action: "/secret/form", method: "post", target: "_self" }));
    await attempt("form in a window", () => submit({ action: "/secret/form", method: "get", target: "_blank" }));
    await attempt("form on top", () => submit({ action: "/secret/form", method: "get", target: "_top" }));
    await attempt("top location", () => { top.location.href = "/secret/top"; });
    await attempt("window", () => Window.prototype.open && window.open("/secret/window"));
    tell();
  }

  // With the learner's own click behind it.
  async function clicked() {
    await attempt("clicked window", () => native_open("/secret/window"));
    await attempt("clicked link", () => {
      var link = document.createElement("a");
      link.href = "/secret/link";
      link.target = "_blank";
      document.body.append(link);
      link.click();
    });
    await attempt("clicked top", () => { top.location.href = "/secret/top"; });
    await attempt("clicked form", () => submit({ action: "/secret/form", method: "get", target: "_blank" }));
    await attempt("asks the page", () => {
      parent.postMessage({ hyldefri: "h5p", type: "open", url: location.origin + "/secret/asked" }, "*");
      parent.postMessage({ hyldefri: "h5p", type: "open", url: "javascript:document.title='x'" }, "*");
      parent.postMessage({ hyldefri: "h5p", type: "resize", height: 1e9 }, "*");
      parent.postMessage({ hyldefri: "h5p", type: "state", subContentId: "__proto__", dataType: "x".repeat(1000), data: 7 }, "*");
      parent.postMessage({ hyldefri: "h5p", type: "constructor" }, "*");
    });
    tell();
  }

  // An own window's open is hidden behind ours; another window's is not.
  function native_open(address) {
    var frame = document.createElement("iframe");
    document.body.append(frame);
    var opened = frame.contentWindow.open(address);
    frame.remove();
    return opened;
  }

  function loaded(name, attributes) {
    return new Promise((resolve, reject) => {
      var element = document.createElement(name);
      element.onload = () => resolve(element);
      element.onerror = () => reject(new Error("refused"));
      Object.assign(element, attributes);
      document.body.append(element);
      setTimeout(() => reject(new Error("nothing came")), 500);
    });
  }

  function asked(page, shadowed) {
    return new Promise((resolve, reject) => {
      addEventListener("message", (event) => event.data.peer && resolve(event.data.peer), { once: true });
      var frame = document.createElement("iframe");
      frame.srcdoc = page;
      var host = document.createElement("div");
      document.body.append(host);
      (shadowed ? host.attachShadow({ mode: "closed" }) : host).append(frame);
      setTimeout(() => reject(new Error("nothing came")), 500);
    });
  }

  function submit(attributes) {
    var form = document.createElement("form");
    Object.assign(form, attributes);
    document.body.append(form);
    form.submit();
  }
};
Hostile.Package.prototype = Object.create(H5P.EventDispatcher.prototype);
