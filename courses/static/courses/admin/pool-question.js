/* Turns the field that holds a pool question's id into a list of the questions of the page's course.
   The field itself stays and keeps the value: Wagtail reads and writes that. Without the list (no network,
   no permission) the field is shown as it is, with a message. */
(() => {
  const texts = document.currentScript.dataset;
  let questions = null;

  /* The page being edited, or the parent of the page being made. */
  function pageId() {
    const path = window.location.pathname;
    const found = path.match(/\/pages\/(\d+)\//) || path.match(/\/pages\/add\/\w+\/\w+\/(\d+)\//);
    return found && found[1];
  }

  function fetchQuestions() {
    questions ||= fetch(texts.poolUrl.replace(/\/0\/$/, `/${pageId()}/`), { headers: { Accept: "application/json" } })
      .then((response) => {
        if (!response.ok) throw new Error(response.statusText);
        return response.json();
      })
      .then((data) => data.questions)
      .catch((error) => {
        questions = null;
        throw error;
      });
    return questions;
  }

  class PoolQuestionController extends window.StimulusModule.Controller {
    connect() {
      if (this.element.dataset.poolReady) return;
      fetchQuestions().then(
        (found) => this.show(found),
        () => this.fail(),
      );
    }

    show(found) {
      const field = this.element;
      if (field.dataset.poolReady || !field.isConnected) return;
      field.dataset.poolReady = "true";
      const list = document.createElement("select");
      list.id = `${field.id}-list`;
      list.disabled = field.disabled;
      list.required = field.required;
      for (const name of ["aria-describedby", "aria-invalid"]) {
        if (field.hasAttribute(name)) list.setAttribute(name, field.getAttribute(name));
      }
      list.append(new Option(texts.choose, ""), ...found.map(({ id, text }) => new Option(text, id)));
      if (field.value && !found.some(({ id }) => id === field.value)) {
        list.append(new Option(texts.unknown, field.value));
        list.setAttribute("aria-invalid", "true");
      }
      list.value = field.value;
      list.addEventListener("change", () => {
        field.value = list.value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.dispatchEvent(new Event("change", { bubbles: true }));
      });
      const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
      if (label) label.htmlFor = list.id;
      field.type = "hidden";
      field.after(list);
    }

    fail() {
      if (this.element.dataset.poolFailed) return;
      this.element.dataset.poolFailed = "true";
      const message = document.createElement("p");
      message.className = "error-message";
      message.setAttribute("role", "alert");
      message.textContent = texts.failed;
      this.element.after(message);
    }
  }

  window.wagtail.app.register("pool-question", PoolQuestionController);
})();
