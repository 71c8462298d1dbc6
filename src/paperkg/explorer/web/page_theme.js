"use strict";
// The theme that the explorer remembers, else that of the system.
(function () {
  let chosen = null;
  try {
    chosen = localStorage.getItem("paperkg-theme");
  } catch {
    // No place to remember anything.
  }
  document.documentElement.dataset.theme = chosen || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
})();
