/* Marks the blocks that the course's designer has locked, in the editor of a municipality's own page: a note with the
   reason, nothing to move or delete them by, and fields that can be read but not written in. Saving refuses what comes
   through anyway. The blocks and the reasons are those of the side panel's list, which the server has made. */
(() => {
  const controls = ["MOVE_UP", "MOVE_DOWN", "DRAG", "DELETE", "DUPLICATE"].map((name) => `[data-streamfield-action="${name}"]`);

  function mark(section, words) {
    section.dataset.locked = "true";
    const note = document.createElement("p");
    note.className = "help-block help-warning hyldefri-locked";
    note.textContent = words;
    section.querySelector(".w-panel__content")?.prepend(note);
    section.querySelectorAll(controls.join()).forEach((button) => {
      button.hidden = true;
    });
    section.querySelectorAll("input, textarea").forEach((field) => {
      field.readOnly = true;
    });
    section.querySelectorAll("[contenteditable]").forEach((field) => {
      field.setAttribute("contenteditable", "false");
    });
  }

  class LockedBlocksController extends window.StimulusModule.Controller {
    static values = { blocks: Array };

    connect() {
      // Wagtail makes the blocks when it gets to it, and text editors a little later.
      this.observer = new MutationObserver(() => this.look());
      this.observer.observe(document.querySelector("form[data-edit-form]") || document.body, {
        childList: true,
        subtree: true,
      });
      this.look();
    }

    disconnect() {
      this.observer.disconnect();
    }

    look() {
      this.blocksValue.forEach(({ id, words }) => {
        const section = document.getElementById(`block-${id}-section`);
        if (section && !section.dataset.locked) mark(section, words);
        section?.querySelectorAll('[contenteditable="true"]').forEach((field) => {
          field.setAttribute("contenteditable", "false");
        });
      });
    }
  }

  window.wagtail.app.register("hyldefri-locked-blocks", LockedBlocksController);
})();
