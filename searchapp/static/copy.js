/* A button that copies a line. Without this file the button stays hidden, and a click selects the
   line. An address that names no host gets that of the page. */
"use strict";

for (const button of document.querySelectorAll("button[data-copies]")) {
  const line = document.getElementById(button.dataset.copies);
  const link = line.querySelector("a");
  const label = button.textContent;
  button.hidden = !navigator.clipboard;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(line.textContent.replace(link.textContent, link.href));
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = label; }, 4000);
  });
}
