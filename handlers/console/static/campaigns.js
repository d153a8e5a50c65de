// Copying a code or a link by one press; without a script it stands in its field to be marked and copied.
"use strict";
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const label = button.firstChild;
  const words = label.textContent;
  button.hidden = false;
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      field.select();
      document.execCommand("copy");
    }
    label.textContent = button.dataset.done;
    setTimeout(() => { label.textContent = words; }, 2000);
  });
}
