"""The templates of the trial pages."""

PARTS = """
{% extends "web/page.html" %}
{% from "web/parts.html" import back_link, sub_navigation, hero, search_box, summary_rows, key_facts,
   status_tag, price_panel, timeline, steps, notice, sortable_table, pagination, results_count, export_links,
   empty_state, result_list, result_card, stat_cards, stat_card, post_button, filters %}
{% block title %}Every part{% endblock %}
{% block hero %}
  {{ hero("Services from schools that know schools",
          "Payroll, clerking, catering, IT and more, from academy trusts across England that already run them well.",
          examples=["payroll", "clerking", "educational psychology"]) }}
{% endblock %}
{% block before_content %}{{ back_link("/orders", "Your orders") }}{% endblock %}
{% block content %}
  <h2 class="govuk-heading-l">What needs me</h2>
  {% call stat_cards() %}
    {{ stat_card(3, "orders to approve", "/a", "Oldest from 3 September 2026", waiting=true) }}
    {{ stat_card(2, "invoices to pay", "/b", "£12,480.00 in all", waiting=true) }}
    {{ stat_card(0, "orders to answer", "/c") }}
    {{ stat_card(14, "listings published", "/d", "Two closed this term") }}
  {% endcall %}
  {{ steps([("Ordered", "done", "3 September 2026"), ("Approved", "done", "4 September 2026"),
            ("Accepted", "now", "Waiting for Northgate"), ("Agreed", "next", "")], "Progress of the order") }}
  {{ sub_navigation([("To pay", "/charges", true, 3), ("To receive", "/charges?side=in", false, 0)], "Charges") }}
  <div class="tx-split">
    <div>
      {% call filters("/parts", chosen=[("Primary", "/parts"), ("North West", "/parts?a=b")], clear="/parts") %}
        {{ filter.phase() }}
      {% endcall %}
    </div>
    <div>
      {{ search_box("/search", "Search services", name="again", value="payroll") }}
      {{ results_count(listed, "service", "services") }}
      {% call result_list() %}
        {{ result_card("Payroll and pensions bureau", "/services/LST-1", "Northgate Learning Trust",
             "A full monthly payroll for teaching and support staff, with TPS and LGPS returns made for you.",
             ["Primary", "Secondary", "North West"], "£4.50 a pupil a year", status_tag("published")) }}
        {{ result_card("Clerking for governing boards", "/services/LST-2", "Harbour Academies",
             "Agendas, minutes within ten days, and a clerk who knows the handbook.",
             ["All phases", "All of England"], "£2,400.00 a year") }}
      {% endcall %}
      {{ pagination(listed, "services") }}
    </div>
  </div>
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      {{ summary_rows([("Buyer", "Elm Tree Trust"), ("PO number", "PO-1182", [("Change", "/po")]),
           ("Starts", today|day)], card="The order") }}
      {{ summary_rows([("Buyer", "Elm Tree Trust"), ("Total", 123450|money)]) }}
      {{ notice("This order waits for the approval of your chief financial officer.", "waiting") }}
      {{ notice("The money has arrived.", "done") }}
      {{ notice("You can change this until the provider accepts.", "information") }}
      {{ notice("This invoice is overdue.", "warning") }}
      {{ timeline([(when, "Order placed", "by Priya Shah", "For two schools"), (today, "Approved", "", "")]) }}
      {% set text = "## What you get\n\nA **named** adviser and [terms](https://example.com/).\n\n- one\n- two" %}
      <div class="tx-prose">{{ text | markdown }}</div>
    </div>
    <div class="govuk-grid-column-one-third">
      {{ key_facts("At a glance", [("Notice", "3 months"), ("Offered in", "North West, Yorkshire and the Humber"),
                   ("VAT", "Standard rate")]) }}
      {{ price_panel("Your price", [("Oak Primary", "210 pupils × £4.50", 94500),
           ("Ash Secondary", "1,040 pupils × £4.50", 468000)],
           [("Net", 562500), ("VAT at 20%", 112500), ("Total a year", 675000)],
           "Worked out from each school's roll.") }}
    </div>
  </div>
  <p class="govuk-body">{% for state in states %}{{ status_tag(state) }} {% endfor %}</p>
  {{ sortable_table("Orders", [column("Reference"), column("Service", key="service"), column("Placed", key="placed"),
       column("Total", key="total", numeric=true)], rows, sort=sort) }}
  {{ export_links([("CSV", "/x?format=csv"), ("Excel", "/x?format=xlsx")]) }}
  {{ empty_state("No orders yet", "Orders that your trust places appear here.", "/search", "Find a service") }}
  <div class="govuk-button-group">
    {{ post_button("Accept order", "/accept") }}
    {{ post_button("Save for later", "/later", "secondary", {"keep": "1"}) }}
    {{ post_button("Decline order", "/decline", "warning", about="ORD-7F3K2") }}
    {{ post_button("Remove", "/remove", "link") }}
  </div>
{% endblock %}
"""

FORM = """
{% extends "web/page.html" %}
{% from "web/parts.html" import page_heading, form_errors, form_for, confirm, post_button %}
{% block title %}Every field{% endblock %}
{% block content %}
  {{ form_errors(form) }}
  {{ page_heading("Every field") }}
  {% call form_for(form, sends_files=true) %}
    {% for field in form if field.type != "CSRFTokenField" %}{{ field() }}{% endfor %}
  {% endcall %}
{% endblock %}
{% block aside %}<p class="govuk-body">Help beside the form.</p>{% endblock %}
"""

PAGED = """
{% extends "web/page.html" %}
{% from "web/parts.html" import page_heading, pagination, results_count, status_tag %}
{% block title %}A long list{% endblock %}
{% block content %}
  {% call page_heading("A long list", caption="Service LST-7F3K2", lede="From Northgate", tag=status_tag("draft")) %}
    <a class="govuk-button" href="/new">Add a thing</a>
  {% endcall %}
  {{ results_count(page, "thing", "things") }}
  <ul>{% for item in page.items %}<li>{{ item }}</li>{% endfor %}</ul>
  {{ pagination(page, "things") }}
{% endblock %}
"""

TOLD = """
{% extends "web/page.html" %}
{% from "web/parts.html" import confirm, post_button %}
{% block title %}Cancel order{% endblock %}
{% block content %}
  {% call confirm("Cancel order ORD-7F3K2?", "The provider is told at once.", "You cannot undo this.") %}
    {{ post_button("Cancel order", "/cancel", "warning") }}
    <a class="govuk-link" href="/orders">Keep the order</a>
  {% endcall %}
{% endblock %}
"""

MISSPELT = """
{% extends "web/page.html" %}
{% block title %}Misspelt{% endblock %}
{% block content %}<h1>{{ no_such_name }}</h1>{% endblock %}
"""

TEMPLATES = {
    "trial/parts.html": PARTS,
    "trial/form.html": FORM,
    "trial/paged.html": PAGED,
    "trial/told.html": TOLD,
    "trial/misspelt.html": MISSPELT,
}
