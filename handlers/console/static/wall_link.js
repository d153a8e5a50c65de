// The code stands after the "#", which no browser sends: it goes into the form, and out of the address.
"use strict";
(() => {
  const field = document.getElementById("token");
  const code = decodeURIComponent(location.hash.slice(1));
  if (!code) return;
  history.replaceState(null, "", location.pathname);
  field.value = code;
  field.form.requestSubmit();
})();
