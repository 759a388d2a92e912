// Draws every figure of the page with ECharts over its still picture. Without this script the still picture and the table remain.
(function () {
  "use strict";
  var drawn = [];

  function draw(place) {
    var data = place.querySelector('script[type="application/json"]');
    if (!data || !window.echarts || place.classList.contains("chart-drawn")) { return; }
    var canvas = document.createElement("div");
    canvas.className = "chart-canvas";
    canvas.style.height = place.dataset.height + "px";
    place.appendChild(canvas);
    place.classList.add("chart-drawn");
    try {
      var chart = window.echarts.init(canvas, null, { renderer: "svg", locale: document.documentElement.lang === "en" ? "EN" : "ZH" });
      chart.setOption(JSON.parse(data.textContent));
      drawn.push(chart);
      offerPicture(place);
    } catch (error) {
      place.classList.remove("chart-drawn");
      canvas.remove();
    }
  }

  // A picture of the figure as PNG, drawn once more on a canvas of fixed size.
  function savePicture(place) {
    var canvas = document.createElement("div");
    canvas.style.width = "960px";
    canvas.style.height = place.dataset.height + "px";
    var picture = window.echarts.init(canvas, null, { renderer: "canvas", width: 960, height: Number(place.dataset.height) });
    picture.setOption(JSON.parse(place.querySelector('script[type="application/json"]').textContent));
    var link = document.createElement("a");
    link.href = picture.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: "#ffffff" });
    link.download = place.dataset.name + ".png";
    link.click();
    picture.dispose();
  }

  function offerPicture(place) {
    var row = place.parentElement.querySelector(".downloads");
    if (!row || row.querySelector(".save-picture")) { return; }
    var button = document.createElement("button");
    button.type = "button";
    button.className = "save-picture";
    button.textContent = "PNG";
    button.addEventListener("click", function () { savePicture(place); });
    row.appendChild(button);
  }

  function drawAll(root) {
    root.querySelectorAll(".chart[data-height]").forEach(draw);
  }

  function resizeAll() {
    drawn.forEach(function (chart) { if (!chart.isDisposed()) { chart.resize(); } });
  }

  // Paper shows every table: what is folded on the screen is opened before printing and folded again after it.
  function printing(isBefore) {
    document.querySelectorAll("details.data-details").forEach(function (details) {
      if (isBefore && !details.open) { details.open = true; details.dataset.folded = "yes"; }
      if (!isBefore && details.dataset.folded) { details.open = false; delete details.dataset.folded; }
    });
    resizeAll();
  }

  document.addEventListener("DOMContentLoaded", function () { drawAll(document); });
  if (document.readyState !== "loading") { drawAll(document); }
  document.addEventListener("htmx:after:swap", function () { drawAll(document); });
  window.addEventListener("resize", resizeAll);
  window.addEventListener("beforeprint", function () { printing(true); });
  window.addEventListener("afterprint", function () { printing(false); });
})();
