// A value typed into a parameter chooses "my own values". Without this script the reader chooses it by hand.
(function () {
  "use strict";
  document.addEventListener("input", function (event) {
    if (!event.target.name || event.target.name.indexOf("lever.") !== 0 || !event.target.value.trim()) { return; }
    var own = document.querySelector('input[name="reform"][value="own"]');
    if (own) { own.checked = true; }
  });
})();
