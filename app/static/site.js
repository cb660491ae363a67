// Pages work without this. With it, GOV.UK's and MoJ's components wake up.
import { initAll as wakeGovuk } from "./vendor/govuk/govuk-frontend.min.js";
import { initAll as wakeMoj } from "./vendor/moj/moj-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
wakeGovuk();
wakeMoj();

// On a narrow screen filters start folded, so that what they filter comes first; not where one of them is wrong.
if (window.matchMedia("(max-width: 40em)").matches) {
  for (const panel of document.querySelectorAll(".tx-filters__panel:not([data-open])")) {
    panel.open = false;
  }
}

if (document.querySelector("[data-suggest]")) {
  import("./suggest.js").then(({ wakeSuggestions }) => wakeSuggestions());
}
