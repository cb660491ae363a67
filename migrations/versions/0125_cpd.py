"""Tables of cpd."""

import sqlalchemy as sa
from alembic import op

revision = "0125"
down_revision = "0120"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_calendar_feed_made_by")),
        sa.ForeignKeyConstraint(["trust_id"], ["trust.id"], name=op.f("fk_calendar_feed_trust_id")),
        sa.PrimaryKeyConstraint("trust_id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("secret", name=op.f("uq_calendar_feed_secret")),
    )
    op.create_table(
        "course_partner",
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("provider_id <> partner_id", name=op.f("ck_course_partner_two_trusts")),
        sa.ForeignKeyConstraint(["partner_id"], ["trust.id"], name=op.f("fk_course_partner_partner_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_course_partner_person_id")),
        sa.ForeignKeyConstraint(["provider_id"], ["trust.id"], name=op.f("fk_course_partner_provider_id")),
        sa.PrimaryKeyConstraint("provider_id", "partner_id", name=op.f("pk_course_partner")),
    )
    op.create_table(
        "delegate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_delegate_person_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_delegate_school_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trust.id"], name=op.f("fk_delegate_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegate")),
        sa.UniqueConstraint("trust_id", "email", name=op.f("uq_delegate_trust_id_email")),
    )
    op.create_index("ix_delegate_email", "delegate", ["email"], unique=False)
    op.create_index("ix_delegate_name", "delegate", ["trust_id", "name", "id"], unique=False)
    op.create_index("ix_delegate_person", "delegate", ["person_id"], unique=False)
    op.create_table(
        "course",
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column(
            "format",
            sa.Enum(
                "in_person",
                "online",
                "blended",
                name="courseformat",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("outcomes", sa.String(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("subjects", sa.JSON(), nullable=False),
        sa.Column("career_stages", sa.JSON(), nullable=False),
        sa.Column("standard", sa.JSON(), nullable=False),
        sa.Column("presenter", sa.String(), nullable=False),
        sa.Column("prerequisites", sa.String(), nullable=False),
        sa.Column("learning_minutes", sa.Integer(), nullable=True),
        sa.Column("npq_course", sa.String(), nullable=True),
        sa.Column("npq_lead_provider", sa.String(), nullable=True),
        sa.Column("npq_cohort", sa.String(), nullable=False),
        sa.Column("npq_funded", sa.Boolean(), nullable=True),
        sa.Column("is_free", sa.Boolean(), nullable=False),
        sa.Column("other_pence", sa.BigInteger(), nullable=True),
        sa.Column("partner_pence", sa.BigInteger(), nullable=True),
        sa.Column("early_pence", sa.BigInteger(), nullable=True),
        sa.Column("early_days", sa.Integer(), nullable=True),
        sa.Column("whole_school_pence", sa.BigInteger(), nullable=True),
        sa.Column("whole_school_places", sa.Integer(), nullable=True),
        sa.Column(
            "vat_treatment",
            sa.Enum(
                "standard",
                "reduced",
                "zero",
                "exempt",
                "outside_scope",
                name="vattreatment",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("vat_reason", sa.String(), nullable=False),
        sa.Column("vat_decided_by", sa.Integer(), nullable=True),
        sa.Column(
            "booked_by",
            sa.Enum("whole", "session", name="bookedby", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "charge_on",
            sa.Enum("booking", "after", name="chargeon", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("bands", sa.JSON(), nullable=False),
        sa.Column("no_show_percent", sa.Integer(), nullable=False),
        sa.Column("hold_days", sa.Integer(), nullable=False),
        sa.Column("naming_days", sa.Integer(), nullable=False),
        sa.Column("offer_hours", sa.Integer(), nullable=False),
        sa.Column("attendance_percent", sa.Integer(), nullable=False),
        sa.Column("joining_instructions", sa.String(), nullable=False),
        sa.CheckConstraint("attendance_percent BETWEEN 1 AND 100", name=op.f("ck_course_attendance")),
        sa.CheckConstraint("hold_days > 0 AND naming_days >= 0 AND offer_hours > 0", name=op.f("ck_course_waits")),
        sa.CheckConstraint("learning_minutes > 0", name=op.f("ck_course_learning")),
        sa.CheckConstraint("no_show_percent BETWEEN 0 AND 100", name=op.f("ck_course_no_show")),
        sa.CheckConstraint(
            "other_pence >= 0 AND partner_pence >= 0 AND early_pence >= 0", name=op.f("ck_course_prices")
        ),
        sa.CheckConstraint("whole_school_pence >= 0 AND whole_school_places > 0", name=op.f("ck_course_whole_school")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_course_listing_id")),
        sa.ForeignKeyConstraint(["vat_decided_by"], ["person.id"], name=op.f("fk_course_vat_decided_by")),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_course")),
    )
    op.create_table(
        "course_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minimum_places", sa.Integer(), nullable=True),
        sa.Column("decide_on_date", sa.Date(), nullable=True),
        sa.Column("next_in_line", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_course_run_moments")),
        sa.CheckConstraint("minimum_places > 0", name=op.f("ck_course_run_minimum")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_course_run_listing_id")),
        sa.ForeignKeyConstraint(["provider_id"], ["trust.id"], name=op.f("fk_course_run_provider_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_run")),
        sa.UniqueConstraint("reference", name=op.f("uq_course_run_reference")),
    )
    op.create_index("ix_course_run_decide", "course_run", ["decide_on_date", "id"], unique=False)
    op.create_index("ix_course_run_ends", "course_run", ["ends_at", "id"], unique=False)
    op.create_index("ix_course_run_listing", "course_run", ["listing_id", "starts_at", "id"], unique=False)
    op.create_index("ix_course_run_starts", "course_run", ["starts_at", "id"], unique=False)
    op.create_table(
        "booking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("buyer_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("po_number", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("booked_by", sa.Integer(), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "tier",
            sa.Enum(
                "own",
                "free",
                "partner",
                "other",
                "early",
                "whole_school",
                name="tier",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "vat_treatment",
            sa.Enum(
                "standard",
                "reduced",
                "zero",
                "exempt",
                "outside_scope",
                name="vattreatment",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("vat_reason", sa.String(), nullable=False),
        sa.Column("vat_decided_by", sa.Integer(), nullable=True),
        sa.Column("vat_rate", sa.Integer(), nullable=False),
        sa.Column(
            "charge_on",
            sa.Enum("booking", "after", name="chargeon", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("bands", sa.JSON(), nullable=False),
        sa.Column("no_show_percent", sa.Integer(), nullable=False),
        sa.Column("name_by_date", sa.Date(), nullable=True),
        sa.Column("whole_school_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("no_show_percent BETWEEN 0 AND 100", name=op.f("ck_booking_no_show")),
        sa.ForeignKeyConstraint(["booked_by"], ["person.id"], name=op.f("fk_booking_booked_by")),
        sa.ForeignKeyConstraint(["buyer_id"], ["trust.id"], name=op.f("fk_booking_buyer_id")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_booking_listing_id")),
        sa.ForeignKeyConstraint(["provider_id"], ["trust.id"], name=op.f("fk_booking_provider_id")),
        sa.ForeignKeyConstraint(["run_id"], ["course_run.id"], name=op.f("fk_booking_run_id")),
        sa.ForeignKeyConstraint(["vat_decided_by"], ["person.id"], name=op.f("fk_booking_vat_decided_by")),
        sa.ForeignKeyConstraint(["whole_school_id"], ["school.id"], name=op.f("fk_booking_whole_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
        sa.UniqueConstraint("reference", name=op.f("uq_booking_reference")),
        sa.UniqueConstraint("token", name=op.f("uq_booking_token")),
    )
    op.create_index("ix_booking_bought", "booking", ["buyer_id", "booked_at", "id"], unique=False)
    op.create_index("ix_booking_run", "booking", ["run_id", "id"], unique=False)
    op.create_table(
        "booking_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_booking_draft_person_id")),
        sa.ForeignKeyConstraint(["run_id"], ["course_run.id"], name=op.f("fk_booking_draft_run_id")),
        sa.ForeignKeyConstraint(["trust_id"], ["trust.id"], name=op.f("fk_booking_draft_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_draft")),
        sa.UniqueConstraint("token", name=op.f("uq_booking_draft_token")),
    )
    op.create_index("ix_booking_draft_made", "booking_draft", ["made_at"], unique=False)
    op.create_table(
        "course_evaluation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("overall", sa.Integer(), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("given_date", sa.Date(), nullable=False),
        sa.CheckConstraint("overall BETWEEN 1 AND 5", name=op.f("ck_course_evaluation_overall")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_course_evaluation_listing_id")),
        sa.ForeignKeyConstraint(["run_id"], ["course_run.id"], name=op.f("fk_course_evaluation_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_evaluation")),
    )
    op.create_index("ix_course_evaluation_listing", "course_evaluation", ["listing_id"], unique=False)
    op.create_index("ix_course_evaluation_run", "course_evaluation", ["run_id", "id"], unique=False)
    op.create_table(
        "course_register_closing",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_course_register_closing_person_id")),
        sa.ForeignKeyConstraint(["run_id"], ["course_run.id"], name=op.f("fk_course_register_closing_run_id")),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_course_register_closing")),
    )
    op.create_table(
        "course_run_cancellation",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_course_run_cancellation_person_id")),
        sa.ForeignKeyConstraint(["run_id"], ["course_run.id"], name=op.f("fk_course_run_cancellation_run_id")),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_course_run_cancellation")),
    )
    op.create_table(
        "course_run_go_ahead",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_course_run_go_ahead_person_id")),
        sa.ForeignKeyConstraint(["run_id"], ["course_run.id"], name=op.f("fk_course_run_go_ahead_run_id")),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_course_run_go_ahead")),
    )
    op.create_table(
        "course_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "venue",
            sa.Enum("school", "address", "online", name="venue", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("easting", sa.Integer(), nullable=True),
        sa.Column("northing", sa.Integer(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(venue = 'school' AND school_id IS NOT NULL) OR (venue = 'address' AND address <> '' AND postcode <> '') "
            "OR (venue = 'online' AND school_id IS NULL)",
            name=op.f("ck_course_session_venue_given"),
        ),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_course_session_capacity")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_course_session_moments")),
        sa.CheckConstraint("taken >= 0 AND taken <= capacity", name=op.f("ck_course_session_taken")),
        sa.ForeignKeyConstraint(["run_id"], ["course_run.id"], name=op.f("fk_course_session_run_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_course_session_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_session")),
        sa.UniqueConstraint("run_id", "position", name=op.f("uq_course_session_run_id_position")),
        sa.UniqueConstraint("uid", name=op.f("uq_course_session_uid")),
    )
    op.create_index("ix_course_session_starts", "course_session", ["starts_at", "id"], unique=False)
    op.create_table(
        "course_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "offered",
                "held",
                "booked",
                "ended",
                name="placestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("delegate_id", sa.Integer(), nullable=True),
        sa.Column("price_pence", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("in_line", sa.Integer(), nullable=True),
        sa.Column("approval_reference", sa.String(), nullable=True),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offered_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("evaluated_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state <> 'held' OR held_until IS NOT NULL", name=op.f("ck_course_place_held")),
        sa.CheckConstraint("state <> 'offered' OR offered_until IS NOT NULL", name=op.f("ck_course_place_offered")),
        sa.CheckConstraint("state <> 'waiting' OR in_line IS NOT NULL", name=op.f("ck_course_place_waiting")),
        sa.CheckConstraint("price_pence >= 0", name=op.f("ck_course_place_price")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_course_place_booking_id")),
        sa.ForeignKeyConstraint(["delegate_id"], ["delegate.id"], name=op.f("fk_course_place_delegate_id")),
        sa.ForeignKeyConstraint(["run_id"], ["course_run.id"], name=op.f("fk_course_place_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_place")),
        sa.UniqueConstraint("booking_id", "position", name=op.f("uq_course_place_booking_id_position")),
    )
    op.create_index("ix_course_place_approval", "course_place", ["approval_reference"], unique=False)
    op.create_index("ix_course_place_delegate", "course_place", ["delegate_id", "state"], unique=False)
    op.create_index("ix_course_place_held", "course_place", ["state", "held_until"], unique=False)
    op.create_index("ix_course_place_line", "course_place", ["run_id", "state", "in_line", "id"], unique=False)
    op.create_index("ix_course_place_offered", "course_place", ["state", "offered_until"], unique=False)
    op.create_table(
        "course_attendance",
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column(
            "mark",
            sa.Enum("present", "late", "absent", name="mark", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("marked_by", sa.Integer(), nullable=True),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["marked_by"], ["person.id"], name=op.f("fk_course_attendance_marked_by")),
        sa.ForeignKeyConstraint(["place_id"], ["course_place.id"], name=op.f("fk_course_attendance_place_id")),
        sa.ForeignKeyConstraint(["session_id"], ["course_session.id"], name=op.f("fk_course_attendance_session_id")),
        sa.PrimaryKeyConstraint("place_id", "session_id", name=op.f("pk_course_attendance")),
    )
    op.create_index("ix_course_attendance_session", "course_attendance", ["session_id"], unique=False)
    op.create_table(
        "course_certificate",
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("delegate_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("provider_name", sa.String(), nullable=False),
        sa.Column("first_date", sa.Date(), nullable=False),
        sa.Column("last_date", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("standard", sa.JSON(), nullable=False),
        sa.Column("npq", sa.String(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_course_certificate_minutes")),
        sa.ForeignKeyConstraint(["delegate_id"], ["delegate.id"], name=op.f("fk_course_certificate_delegate_id")),
        sa.ForeignKeyConstraint(["place_id"], ["course_place.id"], name=op.f("fk_course_certificate_place_id")),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_course_certificate")),
        sa.UniqueConstraint("code", name=op.f("uq_course_certificate_code")),
    )
    op.create_index(op.f("ix_course_certificate_delegate_id"), "course_certificate", ["delegate_id"], unique=False)
    op.create_table(
        "course_fee_waiver",
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("waived_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_course_fee_waiver_person_id")),
        sa.ForeignKeyConstraint(["place_id"], ["course_place.id"], name=op.f("fk_course_fee_waiver_place_id")),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_course_fee_waiver")),
    )
    op.create_table(
        "course_place_charge",
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("charge_reference", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("net_pence", sa.BigInteger(), nullable=False),
        sa.Column("charged_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("net_pence > 0", name=op.f("ck_course_place_charge_net")),
        sa.ForeignKeyConstraint(["place_id"], ["course_place.id"], name=op.f("fk_course_place_charge_place_id")),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_course_place_charge")),
        sa.UniqueConstraint(
            "charge_reference", "position", name=op.f("uq_course_place_charge_charge_reference_position")
        ),
    )
    op.create_table(
        "course_place_credit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("net_pence", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("credited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("credit_reference", sa.String(), nullable=True),
        sa.CheckConstraint("net_pence > 0", name=op.f("ck_course_place_credit_net")),
        sa.ForeignKeyConstraint(["place_id"], ["course_place.id"], name=op.f("fk_course_place_credit_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_place_credit")),
        sa.UniqueConstraint("place_id", "key", name=op.f("uq_course_place_credit_place_id_key")),
    )
    op.create_table(
        "course_place_ending",
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column(
            "why",
            sa.Enum(
                "cancelled",
                "not_approved",
                "hold_lapsed",
                "offer_lapsed",
                "offer_declined",
                "left_list",
                "run_cancelled",
                "run_began",
                name="ending",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("was_booked", sa.Boolean(), nullable=False),
        sa.Column("notice_days", sa.Integer(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("fee_pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("percent BETWEEN 0 AND 100 AND fee_pence >= 0", name=op.f("ck_course_place_ending_fee")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_course_place_ending_person_id")),
        sa.ForeignKeyConstraint(["place_id"], ["course_place.id"], name=op.f("fk_course_place_ending_place_id")),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_course_place_ending")),
    )
    op.create_table(
        "course_promotion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("from_run_id", sa.Integer(), nullable=False),
        sa.Column("to_run_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["from_run_id"], ["course_run.id"], name=op.f("fk_course_promotion_from_run_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_course_promotion_person_id")),
        sa.ForeignKeyConstraint(["place_id"], ["course_place.id"], name=op.f("fk_course_promotion_place_id")),
        sa.ForeignKeyConstraint(["to_run_id"], ["course_run.id"], name=op.f("fk_course_promotion_to_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_promotion")),
    )
    op.create_index("ix_course_promotion_place", "course_promotion", ["place_id", "id"], unique=False)
    op.create_table(
        "course_seat",
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("is_taken", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["course_place.id"], name=op.f("fk_course_seat_place_id")),
        sa.ForeignKeyConstraint(["session_id"], ["course_session.id"], name=op.f("fk_course_seat_session_id")),
        sa.PrimaryKeyConstraint("place_id", "session_id", name=op.f("pk_course_seat")),
    )
    op.create_index("ix_course_seat_session", "course_seat", ["session_id", "is_taken"], unique=False)
    op.create_table(
        "course_substitution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=True),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["from_id"], ["delegate.id"], name=op.f("fk_course_substitution_from_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_course_substitution_person_id")),
        sa.ForeignKeyConstraint(["place_id"], ["course_place.id"], name=op.f("fk_course_substitution_place_id")),
        sa.ForeignKeyConstraint(["to_id"], ["delegate.id"], name=op.f("fk_course_substitution_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_substitution")),
    )
    op.create_index("ix_course_substitution_place", "course_substitution", ["place_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_course_substitution_place", table_name="course_substitution")
    op.drop_table("course_substitution")
    op.drop_index("ix_course_seat_session", table_name="course_seat")
    op.drop_table("course_seat")
    op.drop_index("ix_course_promotion_place", table_name="course_promotion")
    op.drop_table("course_promotion")
    op.drop_table("course_place_ending")
    op.drop_table("course_place_credit")
    op.drop_table("course_place_charge")
    op.drop_table("course_fee_waiver")
    op.drop_index(op.f("ix_course_certificate_delegate_id"), table_name="course_certificate")
    op.drop_table("course_certificate")
    op.drop_index("ix_course_attendance_session", table_name="course_attendance")
    op.drop_table("course_attendance")
    op.drop_index("ix_course_place_offered", table_name="course_place")
    op.drop_index("ix_course_place_line", table_name="course_place")
    op.drop_index("ix_course_place_held", table_name="course_place")
    op.drop_index("ix_course_place_delegate", table_name="course_place")
    op.drop_index("ix_course_place_approval", table_name="course_place")
    op.drop_table("course_place")
    op.drop_index("ix_course_session_starts", table_name="course_session")
    op.drop_table("course_session")
    op.drop_table("course_run_go_ahead")
    op.drop_table("course_run_cancellation")
    op.drop_table("course_register_closing")
    op.drop_index("ix_course_evaluation_run", table_name="course_evaluation")
    op.drop_index("ix_course_evaluation_listing", table_name="course_evaluation")
    op.drop_table("course_evaluation")
    op.drop_index("ix_booking_draft_made", table_name="booking_draft")
    op.drop_table("booking_draft")
    op.drop_index("ix_booking_run", table_name="booking")
    op.drop_index("ix_booking_bought", table_name="booking")
    op.drop_table("booking")
    op.drop_index("ix_course_run_starts", table_name="course_run")
    op.drop_index("ix_course_run_listing", table_name="course_run")
    op.drop_index("ix_course_run_ends", table_name="course_run")
    op.drop_index("ix_course_run_decide", table_name="course_run")
    op.drop_table("course_run")
    op.drop_table("course")
    op.drop_index("ix_delegate_person", table_name="delegate")
    op.drop_index("ix_delegate_name", table_name="delegate")
    op.drop_index("ix_delegate_email", table_name="delegate")
    op.drop_table("delegate")
    op.drop_table("course_partner")
    op.drop_table("calendar_feed")
