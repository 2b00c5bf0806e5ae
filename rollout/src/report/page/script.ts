/** The page's script: the counters filter, the button copies the command, printing unfolds what is folded. */
export const SCRIPT = `
"use strict";
{
  const counters = [...document.querySelectorAll("button[data-outcome]")];
  const filtered = [...document.querySelectorAll("[data-in]")];
  const shown = document.getElementById("shown");
  const all = document.getElementById("all");
  const count = (kind) => {
    const items = filtered.filter((item) => item.dataset.kind === kind);
    return items.filter((item) => !item.hidden).length + " of " + items.length;
  };
  const filter = (outcome) => {
    for (const counter of counters) counter.setAttribute("aria-pressed", String(counter.dataset.outcome === outcome));
    for (const item of filtered) item.hidden = outcome !== undefined && !item.dataset.in.split(" ").includes(outcome);
    all.hidden = outcome === undefined;
    shown.textContent = outcome === undefined
      ? "Everything is shown."
      : "Shown: " + count("tenant") + " tenants and " + count("change") + " " + shown.dataset.items + ".";
  };
  for (const counter of counters) {
    counter.disabled = false;
    counter.addEventListener("click", () => {
      filter(counter.getAttribute("aria-pressed") === "true" ? undefined : counter.dataset.outcome);
    });
  }
  all.addEventListener("click", () => {
    filter(undefined);
    counters[0].focus();
  });

  const copy = document.getElementById("copy");
  const command = document.getElementById("command");
  if (copy !== null) copy.hidden = false;
  copy?.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(command.textContent);
      copy.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(command);
      copy.textContent = "Selected";
    }
  });

  let unfolded = [];
  addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll("details:not([open])")];
    for (const folded of unfolded) folded.open = true;
  });
  addEventListener("afterprint", () => {
    for (const folded of unfolded) folded.open = false;
  });
}
`;
