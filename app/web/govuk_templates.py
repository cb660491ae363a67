"""Where templates come from: the site's own, strictly, and GOV.UK's macros, as they are written.

GOV.UK's macros read parameters that may be missing, the site's own templates must not: so the
macros live in an environment of their own, which the site's hands over to by name.
"""

from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2 import ChainableUndefined, PackageLoader, PrefixLoader, StrictUndefined, Template
from jinja2 import Environment as PlainEnvironment

PACKAGES = ("govuk_frontend_jinja", "govuk_frontend_wtf")


class SiteEnvironment(Environment):
    """The site's templates: a name that is not there is an error."""

    def __init__(self, app: Flask, **options: Any) -> None:
        super().__init__(app, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, **options)
        loader = PrefixLoader({name: PackageLoader(name) for name in PACKAGES})
        self._govuk = PlainEnvironment(loader=loader, autoescape=True, undefined=ChainableUndefined, auto_reload=False)
        self._govuk.trim_blocks = self._govuk.lstrip_blocks = True

    def get_template(self, name: str | Template, parent: str | None = None, globals: Any = None) -> Template:
        """The template of that name; GOV.UK's come from their own environment."""
        if isinstance(name, str) and name.startswith(PACKAGES):
            return self._govuk.get_template(name, parent, globals)
        return super().get_template(name, parent, globals)
