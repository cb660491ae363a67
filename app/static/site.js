// Pages work without this. With it, GOV.UK's and MoJ's components wake up.
import { initAll as wakeGovuk } from "./vendor/govuk/govuk-frontend.min.js";
import { initAll as wakeMoj } from "./vendor/moj/moj-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
wakeGovuk();
wakeMoj();
