"""The fields for a file, and for several, that a person sends."""

from typing import Any

from flask_wtf.file import FileField as FlaskFileField
from flask_wtf.file import MultipleFileField as FlaskMultipleFileField
from werkzeug.datastructures import FileStorage

from app.web.fields import rendering
from app.web.fields.base import Asked


class FileField(Asked, FlaskFileField):  # type: ignore[misc]
    """A file; data is werkzeug's FileStorage, or None. `endings` are the file names allowed, like ".csv".

    The form in the template needs enctype="multipart/form-data". What the file holds is for the
    caller to check: a name proves nothing.
    """

    widget = rendering.FileInput()
    data: FileStorage | None

    def __init__(self, label: str, *args: Any, endings: tuple[str, ...] = (), **kwargs: Any):
        super().__init__(label, *args, **kwargs)
        self.endings = endings

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the file. Raises ValueError when its name has none of the endings allowed."""
        super().process_formdata(valuelist)
        name = (self.data.filename or "").lower() if self.data else ""
        if name and self.endings and not name.endswith(self.endings):
            raise ValueError(f"{self.called} must be a {' or '.join(self.endings)} file")


class FilesField(Asked, FlaskMultipleFileField):  # type: ignore[misc]
    """Several files, chosen together; data is a list of werkzeug's FileStorage. Otherwise like FileField."""

    widget = rendering.FileInput()
    data: list[FileStorage]

    def __init__(self, label: str, *args: Any, endings: tuple[str, ...] = (), **kwargs: Any):
        super().__init__(label, *args, **kwargs)
        self.endings = endings
        self.component = {"multiple": True, **self.component}

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the files that were chosen. Raises ValueError naming one that has none of the endings allowed."""
        self.data = [each for each in valuelist if isinstance(each, FileStorage) and each.filename]
        self.raw_data = self.data
        for name in (each.filename or "" for each in self.data):
            if self.endings and not name.lower().endswith(self.endings):
                raise ValueError(f"“{name}” must be a {' or '.join(self.endings)} file")
