// Questions with one right answer and a reason for each. Ordinary radio buttons and buttons: the keyboard is at home.
var Hyldefri = window.Hyldefri || {};

Hyldefri.Quiz = (function () {
  "use strict";

  function Quiz(params, contentId, extras) {
    H5P.EventDispatcher.call(this);
    var state = (extras && extras.previousState) || {};
    this.params = params;
    this.contentId = contentId;
    this.questions = params.questions || [];
    this.chosen = this.questions.map((_, index) => (state.chosen ? state.chosen[index] : null) ?? null);
    this.checked = this.questions.map((_, index) => Boolean(state.checked && state.checked[index]));
    this.begun = this.checked.some(Boolean);
  }

  Quiz.prototype = Object.create(H5P.EventDispatcher.prototype);
  Quiz.prototype.constructor = Quiz;

  Quiz.prototype.attach = function ($container) {
    this.element = $container[0];
    this.element.classList.add("hyldefri-quiz");
    this.fieldsets = this.questions.map((question, index) => this.fieldset(question, index));
    this.result = make("p", "hyldefri-quiz__score", { role: "status" });
    this.restart = make("button", "", { type: "button", hidden: "" }, this.params.again);
    this.restart.addEventListener("click", () => this.resetTask());
    this.element.append(...this.fieldsets, this.result, this.restart);
    this.draw();
  };

  Quiz.prototype.fieldset = function (question, index) {
    var fieldset = make("fieldset");
    var name = "quiz-" + this.contentId + "-" + index;
    fieldset.append(make("legend", "", {}, question.text));
    question.answers.forEach((answer, place) => {
      var label = make("label");
      var input = make("input", "", { type: "radio", name: name, value: place });
      input.addEventListener("change", () => this.choose(index, place));
      label.append(input, make("span", "", {}, answer.text));
      fieldset.append(label);
    });
    var check = make("button", "hyldefri-quiz__check", { type: "button" }, this.params.check);
    check.addEventListener("click", () => this.check(index));
    fieldset.append(check, make("p", "hyldefri-quiz__feedback", { role: "status" }));
    return fieldset;
  };

  Quiz.prototype.choose = function (index, place) {
    if (!this.begun) this.triggerXAPI("attempted");
    this.begun = true;
    this.chosen[index] = place;
    this.draw();
  };

  Quiz.prototype.check = function (index) {
    if (this.chosen[index] === null || this.checked[index]) return;
    this.checked[index] = true;
    this.draw();
    this.answered(index);
    if (this.checked.every(Boolean)) this.triggerXAPIScored(this.getScore(), this.getMaxScore(), "completed", true, this.getScore() === this.getMaxScore());
  };

  Quiz.prototype.draw = function () {
    this.fieldsets.forEach((fieldset, index) => {
      var chosen = this.chosen[index];
      fieldset.querySelectorAll("input").forEach((input, place) => {
        input.checked = place === chosen;
        input.disabled = this.checked[index];
      });
      fieldset.querySelector(".hyldefri-quiz__check").disabled = chosen === null || this.checked[index];
      var feedback = this.checked[index] ? this.questions[index].answers[chosen].feedback || "" : "";
      fieldset.querySelector(".hyldefri-quiz__feedback").textContent = feedback;
    });
    var done = this.checked.every(Boolean);
    this.restart.hidden = !done;
    this.result.textContent = done ? this.params.score.replace("@score", this.getScore()).replace("@total", this.getMaxScore()) : "";
    this.trigger("resize");
  };

  // A statement of one question: its parent is the whole content.
  Quiz.prototype.answered = function (index) {
    var question = this.questions[index];
    var event = this.createXAPIEventTemplate("answered");
    var statement = event.data.statement;
    var whole = statement.object.id;
    statement.object.id = whole + "?subContentId=" + question.id;
    statement.object.definition = {
      type: "http://adlnet.gov/expapi/activities/cmi.interaction",
      interactionType: "choice",
      description: { "da-DK": question.text },
      choices: question.answers.map((answer, place) => ({ id: String(place), description: { "da-DK": answer.text } })),
      correctResponsesPattern: [String(question.answers.findIndex((answer) => answer.right))],
    };
    statement.context.contextActivities.parent = [{ id: whole, objectType: "Activity" }];
    event.setScoredResult(this.right(index), 1, this, true, Boolean(this.right(index)));
    statement.result.response = String(this.chosen[index]);
    this.trigger(event);
  };

  Quiz.prototype.right = function (index) {
    var answer = this.questions[index].answers[this.chosen[index]];
    return this.checked[index] && answer && answer.right ? 1 : 0;
  };

  Quiz.prototype.getScore = function () {
    return this.questions.reduce((sum, _, index) => sum + this.right(index), 0);
  };
  Quiz.prototype.getMaxScore = function () {
    return this.questions.length;
  };
  Quiz.prototype.getAnswerGiven = function () {
    return this.chosen.some((place) => place !== null);
  };
  Quiz.prototype.getCurrentState = function () {
    return this.getAnswerGiven() ? { chosen: this.chosen, checked: this.checked } : undefined;
  };
  Quiz.prototype.resetTask = function () {
    this.chosen.fill(null);
    this.checked.fill(false);
    this.begun = false;
    this.draw();
    this.fieldsets[0].querySelector("input").focus();
    H5P.deleteUserData(this.contentId, "state", 0);
  };
  Quiz.prototype.showSolutions = function () {};

  function make(name, className, attributes, text) {
    var element = document.createElement(name);
    if (className) element.className = className;
    Object.keys(attributes || {}).forEach((key) => element.setAttribute(key, attributes[key]));
    if (text !== undefined) element.textContent = text;
    return element;
  }

  return Quiz;
})();
