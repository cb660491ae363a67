"""The Flask extension objects, bare."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy_lite import SQLAlchemy
from flask_wtf import CSRFProtect
from huey.api import Huey

db = SQLAlchemy(session_options={"expire_on_commit": False})
migrate = Migrate()
login = LoginManager()
csrf = CSRFProtect()
limiter = Limiter(key_func=get_remote_address)


class Bell:
    """Huey, once create_app has said where its store is."""

    huey: Huey | None = None


bell = Bell()
