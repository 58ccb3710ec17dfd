/* Shows how far an H5P package is: on its way to the server, and on its way in. Without script the form is sent as
   forms are, and the page of the import has a link that shows it anew. */
(() => {
  const EVERY = 700;

  function follow(place) {
    const bar = place.querySelector("progress");
    const label = place.querySelector("[data-h5p-said]");
    const status = place.querySelector("[data-h5p-status-text]");

    function say(text) {
      label.textContent = text;
      /* Read aloud when the step is another, not with every per cent. */
      if (status.textContent !== text) status.textContent = text;
    }

    function ask() {
      fetch(place.dataset.h5pStatus, { headers: { Accept: "application/json" } })
        .then((response) => {
          if (!response.ok) throw new Error(response.statusText);
          return response.json();
        })
        .then((answer) => {
          if (answer.over) {
            window.location.reload();
            return;
          }
          bar.value = answer.percent;
          say(answer.said);
          window.setTimeout(ask, EVERY);
        })
        .catch(() => {
          say(place.dataset.failed);
          window.setTimeout(ask, EVERY * 8);
        });
    }

    ask();
  }

  function send(form) {
    const place = form.querySelector("[data-h5p-progress]");
    const errors = form.querySelector("[data-h5p-errors]");
    const button = form.querySelector("[type=submit]");
    const bar = place.querySelector("progress");

    function fail(texts) {
      place.hidden = true;
      errors.hidden = false;
      errors.textContent = texts.join(" ");
      button.disabled = false;
    }

    function answered(request) {
      const answer = request.response;
      if (request.status === 201 && answer) window.location.assign(answer.url);
      else fail(answer?.errors || [form.dataset.failed]);
    }

    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.responseType = "json";
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
    });
    request.addEventListener("load", () => answered(request));
    request.addEventListener("error", () => fail([form.dataset.failed]));
    errors.hidden = true;
    place.hidden = false;
    place.querySelector("[data-h5p-said]").textContent = form.dataset.sending;
    button.disabled = true;
    request.send(new FormData(form));
  }

  document.querySelectorAll("[data-h5p-status]").forEach(follow);
  document.querySelectorAll("[data-h5p-upload]").forEach((form) => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form);
    });
  });
})();
