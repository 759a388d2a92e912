// The keys 1, 2 and 3 press the buttons of a pair's verdict. Without this script the buttons are pressed by hand.
(function () {
  "use strict";
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) { return; }
    var button = document.querySelector('.verdicts button[aria-keyshortcuts="' + event.key.replace(/[^1-3]/g, "") + '"]');
    if (button) { event.preventDefault(); button.click(); }
  });
})();
