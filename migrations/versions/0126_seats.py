"""What counts the seats of a session: no path to a seat goes around the capacity."""

from alembic import op

revision = "0126"
down_revision = "0125"
branch_labels = None
depends_on = None

ELSEWHERE = "a seat stays with its place and its session"
OUT_OF_STEP = "the places taken in a session are counted from its seats"
MOVED = "NEW.session_id <> OLD.session_id OR NEW.place_id <> OLD.place_id"
COUNTED = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}
NAMES = (
    *((f"course_seat_{deed.lower()}", "course_seat") for deed in COUNTED),
    ("course_seat_stays", "course_seat"),
    ("course_session_counted", "course_session"),
)


def _taken_in(session: str) -> str:
    return f"(SELECT count(*) FROM course_seat WHERE session_id = {session} AND is_taken)"


def _count(row: str) -> str:
    return f"UPDATE course_session SET taken = {_taken_in(f'{row}.session_id')} WHERE id = {row}.session_id"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _upgrade_postgresql()
        return
    for deed, row in COUNTED.items():
        op.execute(f"CREATE TRIGGER course_seat_{deed.lower()} AFTER {deed} ON course_seat BEGIN {_count(row)}; END")
    op.execute(
        f"CREATE TRIGGER course_seat_stays BEFORE UPDATE ON course_seat WHEN {MOVED} "
        f"BEGIN SELECT RAISE(ABORT, '{ELSEWHERE}'); END"
    )
    op.execute(
        "CREATE TRIGGER course_session_counted BEFORE UPDATE OF taken ON course_session "
        f"WHEN NEW.taken <> {_taken_in('NEW.id')} BEGIN SELECT RAISE(ABORT, '{OUT_OF_STEP}'); END"
    )


def _upgrade_postgresql() -> None:
    for deed, row in COUNTED.items():
        # The session is held before its seats are counted, so that two at once count one after the other.
        held = f"PERFORM 1 FROM course_session WHERE id = {row}.session_id FOR NO KEY UPDATE"
        _add(f"course_seat_{deed.lower()}", f"AFTER {deed} ON course_seat", f"{held}; {_count(row)}")
    stays = f"IF {MOVED} THEN RAISE EXCEPTION '{ELSEWHERE}'; END IF"
    _add("course_seat_stays", "BEFORE UPDATE ON course_seat", stays)
    counted = f"IF NEW.taken <> {_taken_in('NEW.id')} THEN RAISE EXCEPTION '{OUT_OF_STEP}'; END IF"
    _add("course_session_counted", "BEFORE UPDATE OF taken ON course_session", counted)


def _add(name: str, when: str, body: str) -> None:
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} {when} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table in NAMES:
        op.execute(f"DROP TRIGGER {name} ON {table}" if is_postgresql else f"DROP TRIGGER {name}")
        if is_postgresql:
            op.execute(f"DROP FUNCTION {name}()")
