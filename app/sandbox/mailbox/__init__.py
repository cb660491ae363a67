"""A mailbox for the demo: a local SMTP server, and a page that shows every mail it was given."""
