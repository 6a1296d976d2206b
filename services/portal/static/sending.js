// A form whose sending takes long says so meanwhile, and is not sent twice. Without this it is sent all the same.
const told = (form) => form.querySelector("[data-while-sent]");
const be = (form, sent) => {
  told(form).textContent = sent ? told(form).dataset.whileSent : "";
  for (const button of form.querySelectorAll("button")) button.disabled = sent;
};
document.addEventListener("submit", (event) => {
  // Later: a button that is disabled has no part in what is sent.
  if (told(event.target)) setTimeout(() => be(event.target, !event.defaultPrevented));
});
// Who comes back finds it as it was.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) if (told(form)) be(form, false);
});
