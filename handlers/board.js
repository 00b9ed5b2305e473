(function () {
  "use strict";
  var form = document.querySelector("form");
  if (!form || !window.fetch) return;
  var button = form.querySelector("button");
  var answer = document.getElementById("answer");
  var key = "";
  var sent = "";

  function fresh() {
    var bytes = new Uint8Array(16);
    crypto.getRandomValues(bytes);
    return Array.prototype.map.call(bytes, function (b) { return b.toString(16).padStart(2, "0"); }).join("");
  }

  function show(danger, say) {
    var first = answer.querySelector(".danger");
    first.textContent = danger;
    first.hidden = !danger;
    answer.querySelector(".say").textContent = say;
    answer.hidden = false;
    answer.scrollIntoView({ block: "nearest" });
  }

  form.addEventListener("submit", function (e) {
    e.preventDefault();
    var body = JSON.stringify({ words: form.words.value, phone: form.phone.value });
    if (body !== sent || !key) {
      key = fresh();
      sent = body;
    }
    button.disabled = true;
    fetch("/api/v1/boards/" + encodeURIComponent(form.dataset.token) + "/call", {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": key },
      body: body
    }).then(function (res) {
      return res.json().then(function (said) {
        if (!res.ok) {
          show("", said.error.message);
          return;
        }
        show(said.danger, said.say);
        form.words.value = "";
      });
    }).catch(function () {
      show("", "没有发出去，请再按一次，或直接打上面的电话。");
    }).then(function () {
      button.disabled = false;
    });
  });
  button.disabled = false;
})();
