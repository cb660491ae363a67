"""The words around every mail: where its link leads, and who it is from."""

from app.notifications.models import Mail


def text_of(mail: Mail, *, site: str) -> str:
    """The whole text of a mail. `site` is the site's public address, without a slash at its end."""
    parts = [mail.body.strip()]
    if mail.link is not None:
        parts.append(f"Open it on Trust Exchange:\n{site}{mail.link}")
    parts.append(f"Trust Exchange\n{site}")
    if mail.person_id is not None:
        parts.append(f"Choose what we tell you by email:\n{site}/notices/choices")
    return "\n\n".join(parts) + "\n"
