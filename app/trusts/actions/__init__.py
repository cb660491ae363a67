"""What is done to the register, and to who belongs to which trust."""

from app.trusts.actions.register import apply_register, import_register

__all__ = ["apply_register", "import_register"]
