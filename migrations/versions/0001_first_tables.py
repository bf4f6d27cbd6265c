"""first tables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outbox_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice", sa.String(length=80), nullable=False),
        sa.Column("recipient", sa.String(length=255), nullable=False),
        sa.Column("recipient_name", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("about_kind", sa.String(length=40), nullable=True),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.String(length=255), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_outbox_message_sent_at")
        ),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'sent', 'failed')", name=op.f("ck_outbox_message_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_message_id")),
    )
    op.create_index(
        "ix_outbox_message_about", "outbox_message", ["about_kind", "about_id"], unique=False
    )
    op.create_index(
        "ix_outbox_message_due", "outbox_message", ["state", "not_before"], unique=False
    )
    op.create_table(
        "question_set_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("body", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_set_version")),
        sa.UniqueConstraint("digest", name=op.f("uq_question_set_version_digest")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_question_set_version_key_version")),
    )
    op.create_table(
        "role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("description", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("name", name=op.f("uq_role_name")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    op.create_index(
        "ix_sign_in_attempt_address", "sign_in_attempt", ["address", "at"], unique=False
    )
    op.create_index(op.f("ix_sign_in_attempt_at"), "sign_in_attempt", ["at"], unique=False)
    op.create_table(
        "user_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tf_primary_method", sa.String(length=64), nullable=True),
        sa.Column("tf_totp_secret", sa.String(length=255), nullable=True),
        sa.Column("tf_last_counter", sa.Integer(), nullable=True),
        sa.Column(
            "mf_recovery_codes",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=True,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "length(email) >= 3 AND email = lower(email)", name=op.f("ck_user_account_email")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("email", name=op.f("uq_user_account_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_user_account_fs_uniquifier")),
    )
    op.create_table(
        "assessor_profile",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("panel", sa.String(length=20), nullable=False),
        sa.Column(
            "expertise", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.CheckConstraint(
            "panel IN ('professional', 'lived_experience')", name=op.f("ck_assessor_profile_panel")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_assessor_profile_user_id")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_assessor_profile")),
    )
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("verb", sa.String(length=80), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("subject_name", sa.String(length=200), nullable=False),
        sa.Column(
            "changes", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_audit_event_actor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_event_hash")),
    )
    op.create_index(op.f("ix_audit_event_actor_id"), "audit_event", ["actor_id"], unique=False)
    op.create_index(op.f("ix_audit_event_at"), "audit_event", ["at"], unique=False)
    op.create_index(
        "ix_audit_event_subject", "audit_event", ["subject_kind", "subject_id"], unique=False
    )
    op.create_index(op.f("ix_audit_event_verb"), "audit_event", ["verb"], unique=False)
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("org_type", sa.String(length=30), nullable=False),
        sa.Column("address_line_1", sa.String(length=200), nullable=False),
        sa.Column("address_line_2", sa.String(length=200), nullable=False),
        sa.Column("town", sa.String(length=100), nullable=False),
        sa.Column("postcode", sa.String(length=10), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("hq_country", sa.String(length=60), nullable=False),
        sa.Column("uk_registered_office", sa.Boolean(), nullable=False),
        sa.Column("company_number", sa.String(length=8), nullable=True),
        sa.Column("charity_number", sa.String(length=10), nullable=True),
        sa.Column("ods_code", sa.String(length=10), nullable=True),
        sa.Column("cqc_provider_id", sa.String(length=20), nullable=True),
        sa.Column("website", sa.String(length=255), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "org_type IN ('sme', 'large_company', 'hei', 'charity', 'local_authority', 'nhs_body', 'social_care_provider', 'csu_or_alb', 'other')",
            name=op.f("ck_organisation_org_type"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user_account.id"], name=op.f("fk_organisation_created_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("reference", name=op.f("uq_organisation_reference")),
    )
    op.create_index(
        op.f("ix_organisation_created_by_id"), "organisation", ["created_by_id"], unique=False
    )
    op.create_index(op.f("ix_organisation_name"), "organisation", ["name"], unique=False)
    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=30), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assessment_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("budget_gbp", sa.Integer(), nullable=False),
        sa.Column("min_assessments", sa.Integer(), nullable=False),
        sa.Column("threshold_pct", sa.Integer(), nullable=False),
        sa.Column("blindness", sa.String(length=20), nullable=False),
        sa.Column("reveal", sa.String(length=20), nullable=False),
        sa.Column("question_set_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "blindness IN ('none', 'assessor_hidden', 'double')", name=op.f("ck_round_blindness")
        ),
        sa.CheckConstraint(
            "reveal IN ('never', 'after_own', 'after_all')", name=op.f("ck_round_reveal")
        ),
        sa.CheckConstraint(
            "announced_at <= opens_at AND opens_at < closes_at", name=op.f("ck_round_dates")
        ),
        sa.CheckConstraint("assessment_due_at > closes_at", name=op.f("ck_round_assessment_due")),
        sa.CheckConstraint("budget_gbp > 0", name=op.f("ck_round_budget")),
        sa.CheckConstraint(
            "min_assessments BETWEEN 1 AND 9", name=op.f("ck_round_min_assessments")
        ),
        sa.CheckConstraint("threshold_pct BETWEEN 0 AND 100", name=op.f("ck_round_threshold")),
        sa.ForeignKeyConstraint(
            ["question_set_id"], ["question_set_version.id"], name=op.f("fk_round_question_set_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("reference", name=op.f("uq_round_reference")),
    )
    op.create_index(op.f("ix_round_announced_at"), "round", ["announced_at"], unique=False)
    op.create_index(op.f("ix_round_closes_at"), "round", ["closes_at"], unique=False)
    op.create_table(
        "state_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("target", sa.String(length=40), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_state_change_actor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_state_change")),
    )
    op.create_index(
        "ix_state_change_subject", "state_change", ["kind", "subject_id", "id"], unique=False
    )
    op.create_table(
        "user_role",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_user_role_role_id")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_user_role_user_id")
        ),
        sa.PrimaryKeyConstraint("user_id", "role_id", name=op.f("pk_user_role")),
    )
    op.create_table(
        "application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("phase", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("amount_requested_gbp", sa.Integer(), nullable=True),
        sa.Column("duration_months", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)",
            name=op.f("ck_application_withdrawn_at"),
        ),
        sa.CheckConstraint(
            "state <> 'draft' OR submitted_at IS NULL", name=op.f("ck_application_draft")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'in_assessment', 'assessed', 'awarded', 'reserved', 'rejected', 'withdrawn')",
            name=op.f("ck_application_state"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'withdrawn') OR submitted_at IS NOT NULL",
            name=op.f("ck_application_submitted_at"),
        ),
        sa.CheckConstraint("phase BETWEEN 1 AND 4", name=op.f("ck_application_phase")),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["user_account.id"], name=op.f("fk_application_lead_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_application_organisation_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_application_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("reference", name=op.f("uq_application_reference")),
    )
    op.create_index(op.f("ix_application_lead_id"), "application", ["lead_id"], unique=False)
    op.create_index(
        op.f("ix_application_organisation_id"), "application", ["organisation_id"], unique=False
    )
    op.create_index(
        "ix_application_round_state", "application", ["round_id", "state"], unique=False
    )
    op.create_table(
        "criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("guidance", sa.Text(), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.Column(
            "bands", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.CheckConstraint("weight BETWEEN 1 AND 100", name=op.f("ck_criterion_weight")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_criterion_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
        sa.UniqueConstraint("round_id", "key", name=op.f("uq_criterion_round_id_key")),
    )
    op.create_index(op.f("ix_criterion_round_id"), "criterion", ["round_id"], unique=False)
    op.create_table(
        "organisation_member",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_member_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_organisation_member_user_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "user_id", name=op.f("pk_organisation_member")),
    )
    op.create_index(
        op.f("ix_organisation_member_user_id"), "organisation_member", ["user_id"], unique=False
    )
    op.create_table(
        "round_phase",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("phase", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("budget_gbp", sa.Integer(), nullable=True),
        sa.Column("cap_gbp", sa.Integer(), nullable=True),
        sa.Column("min_months", sa.Integer(), nullable=False),
        sa.Column("max_months", sa.Integer(), nullable=False),
        sa.CheckConstraint("cap_gbp IS NULL OR cap_gbp > 0", name=op.f("ck_round_phase_cap")),
        sa.CheckConstraint(
            "min_months >= 1 AND max_months >= min_months", name=op.f("ck_round_phase_months")
        ),
        sa.CheckConstraint("phase BETWEEN 1 AND 4", name=op.f("ck_round_phase_phase")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_phase_round_id")),
        sa.PrimaryKeyConstraint("round_id", "phase", name=op.f("pk_round_phase")),
    )
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(length=60), nullable=False),
        sa.Column("value", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_answer_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_answer_author_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint(
            "application_id", "question_key", name=op.f("uq_answer_application_id_question_key")
        ),
    )
    op.create_index(op.f("ix_answer_application_id"), "answer", ["application_id"], unique=False)
    op.create_table(
        "answer_conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(length=60), nullable=False),
        sa.Column("value", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolution", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_answer_conflict_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_answer_conflict_author_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_conflict")),
    )
    op.create_index(
        "ix_answer_conflict_open",
        "answer_conflict",
        ["application_id", "question_key", "resolved_at"],
        unique=False,
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("assessor_id", sa.Integer(), nullable=False),
        sa.Column("alias", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("assigned_by_id", sa.Integer(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'submitted') = (submitted_at IS NOT NULL) OR state = 'voided'",
            name=op.f("ck_assignment_submitted_at"),
        ),
        sa.CheckConstraint(
            "state IN ('to_declare', 'to_score', 'submitted', 'conflicted', 'declined', 'voided', 'removed')",
            name=op.f("ck_assignment_state"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_assignment_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["assessor_id"], ["user_account.id"], name=op.f("fk_assignment_assessor_id")
        ),
        sa.ForeignKeyConstraint(
            ["assigned_by_id"], ["user_account.id"], name=op.f("fk_assignment_assigned_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint(
            "application_id", "alias", name=op.f("uq_assignment_application_id_alias")
        ),
        sa.UniqueConstraint(
            "application_id", "assessor_id", name=op.f("uq_assignment_application_id_assessor_id")
        ),
    )
    op.create_index(
        op.f("ix_assignment_application_id"), "assignment", ["application_id"], unique=False
    )
    op.create_index(
        "ix_assignment_assessor_state", "assignment", ["assessor_id", "state"], unique=False
    )
    op.create_table(
        "case_study",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("summary", sa.String(length=255), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("how_might_we", sa.Text(), nullable=False),
        sa.Column("project", sa.Text(), nullable=False),
        sa.Column("how_ai_works", sa.Text(), nullable=False),
        sa.Column("data_and_privacy", sa.Text(), nullable=False),
        sa.Column("people_involved", sa.Text(), nullable=False),
        sa.Column("impact", sa.Text(), nullable=False),
        sa.Column("evidence_level", sa.String(length=30), nullable=False),
        sa.Column("lessons_and_limits", sa.Text(), nullable=False),
        sa.Column("whats_next", sa.Text(), nullable=False),
        sa.Column("who_was_involved", sa.Text(), nullable=False),
        sa.Column("contact", sa.String(length=255), nullable=False),
        sa.Column("atrs_url", sa.String(length=255), nullable=False),
        sa.Column("stage", sa.String(length=30), nullable=False),
        sa.Column(
            "settings", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "beneficiaries",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "capabilities", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("organisation_name", sa.String(length=200), nullable=False),
        sa.Column("organisation_type", sa.String(length=30), nullable=False),
        sa.Column("award_line", sa.String(length=255), nullable=False),
        sa.Column(
            "provenance", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("promoted_by_id", sa.Integer(), nullable=True),
        sa.Column("agreed_by_id", sa.Integer(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_by_on", sa.Date(), nullable=True),
        sa.Column("first_published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_revision_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state <> 'published' OR published_revision_id IS NOT NULL",
            name=op.f("ck_case_study_published"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'with_applicant', 'approved', 'published', 'archived')",
            name=op.f("ck_case_study_state"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'with_applicant', 'archived') OR agreed_at IS NOT NULL",
            name=op.f("ck_case_study_agreed"),
        ),
        sa.ForeignKeyConstraint(
            ["agreed_by_id"], ["user_account.id"], name=op.f("fk_case_study_agreed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_case_study_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["promoted_by_id"], ["user_account.id"], name=op.f("fk_case_study_promoted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_study")),
        sa.UniqueConstraint("application_id", name=op.f("uq_case_study_application_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_case_study_slug")),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("amount_gbp", sa.Integer(), nullable=True),
        sa.Column("reserve_position", sa.Integer(), nullable=True),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'fund') = (amount_gbp IS NOT NULL)", name=op.f("ck_decision_amount")
        ),
        sa.CheckConstraint(
            "(state = 'released') = (released_at IS NOT NULL)", name=op.f("ck_decision_released_at")
        ),
        sa.CheckConstraint(
            "outcome IN ('fund', 'reserve', 'reject')", name=op.f("ck_decision_outcome")
        ),
        sa.CheckConstraint("state IN ('staged', 'released')", name=op.f("ck_decision_state")),
        sa.CheckConstraint(
            "amount_gbp IS NULL OR amount_gbp > 0", name=op.f("ck_decision_amount_positive")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_decision_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_decision_decided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("application_id", name=op.f("uq_decision_application_id")),
    )
    op.create_index("ix_decision_state", "decision", ["state"], unique=False)
    op.create_table(
        "eligibility",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column(
            "answers", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column(
            "reasons", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("outcome IN ('yes', 'no', 'talk')", name=op.f("ck_eligibility_outcome")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_eligibility_application_id")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_eligibility")),
    )
    op.create_table(
        "score_summary",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("assigned", sa.Integer(), nullable=False),
        sa.Column("submitted", sa.Integer(), nullable=False),
        sa.Column("conflicted", sa.Integer(), nullable=False),
        sa.Column("mean_pct", sa.Double(), nullable=True),
        sa.Column("unweighted_pct", sa.Double(), nullable=True),
        sa.Column("min_pct", sa.Double(), nullable=True),
        sa.Column("max_pct", sa.Double(), nullable=True),
        sa.Column("sd_pct", sa.Double(), nullable=True),
        sa.Column("in_scope_yes", sa.Integer(), nullable=False),
        sa.Column("recommend_yes", sa.Integer(), nullable=False),
        sa.Column(
            "criterion_means",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_score_summary_application_id")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_score_summary")),
    )
    op.create_index("ix_score_summary_mean", "score_summary", ["mean_pct"], unique=False)
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "content", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_submission_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["user_account.id"], name=op.f("fk_submission_submitted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint(
            "application_id", "number", name=op.f("uq_submission_application_id_number")
        ),
    )
    op.create_table(
        "case_study_facet",
        sa.Column("case_study_id", sa.Integer(), nullable=False),
        sa.Column("facet", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_study_id"], ["case_study.id"], name=op.f("fk_case_study_facet_case_study_id")
        ),
        sa.PrimaryKeyConstraint(
            "case_study_id", "facet", "value", name=op.f("pk_case_study_facet")
        ),
    )
    op.create_index(
        "ix_case_study_facet_value",
        "case_study_facet",
        ["facet", "value", "case_study_id"],
        unique=False,
    )
    op.create_table(
        "case_study_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_study_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "content", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_study_id"], ["case_study.id"], name=op.f("fk_case_study_revision_case_study_id")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"],
            ["user_account.id"],
            name=op.f("fk_case_study_revision_published_by_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_study_revision")),
        sa.UniqueConstraint(
            "case_study_id", "number", name=op.f("uq_case_study_revision_case_study_id_number")
        ),
    )
    op.create_table(
        "conflict_declaration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('employment', 'financial', 'family', 'personal', 'collaboration', 'competing_product', 'involvement')",
            name=op.f("ck_conflict_declaration_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_conflict_declaration_assignment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_declaration")),
    )
    op.create_index(
        op.f("ix_conflict_declaration_assignment_id"),
        "conflict_declaration",
        ["assignment_id"],
        unique=False,
    )
    op.create_table(
        "sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("comments_for_applicant", sa.Text(), nullable=False),
        sa.Column("comments_for_programme", sa.Text(), nullable=False),
        sa.Column("in_scope", sa.Boolean(), nullable=True),
        sa.Column("recommend", sa.Boolean(), nullable=True),
        sa.Column("weighted_pct", sa.Double(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "weighted_pct IS NULL OR weighted_pct BETWEEN 0 AND 100", name=op.f("ck_sheet_pct")
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_sheet_assignment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_sheet_assignment_id")),
    )
    op.create_table(
        "score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("justification", sa.Text(), nullable=False),
        sa.CheckConstraint("value IS NULL OR value BETWEEN 1 AND 10", name=op.f("ck_score_value")),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_score_criterion_id")
        ),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], name=op.f("fk_score_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score")),
        sa.UniqueConstraint(
            "sheet_id", "criterion_id", name=op.f("uq_score_sheet_id_criterion_id")
        ),
    )
    op.create_index(op.f("ix_score_criterion_id"), "score", ["criterion_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_score_criterion_id"), table_name="score")
    op.drop_table("score")
    op.drop_table("sheet")
    op.drop_index(op.f("ix_conflict_declaration_assignment_id"), table_name="conflict_declaration")
    op.drop_table("conflict_declaration")
    op.drop_table("case_study_revision")
    op.drop_index("ix_case_study_facet_value", table_name="case_study_facet")
    op.drop_table("case_study_facet")
    op.drop_table("submission")
    op.drop_index("ix_score_summary_mean", table_name="score_summary")
    op.drop_table("score_summary")
    op.drop_table("eligibility")
    op.drop_index("ix_decision_state", table_name="decision")
    op.drop_table("decision")
    op.drop_table("case_study")
    op.drop_index("ix_assignment_assessor_state", table_name="assignment")
    op.drop_index(op.f("ix_assignment_application_id"), table_name="assignment")
    op.drop_table("assignment")
    op.drop_index("ix_answer_conflict_open", table_name="answer_conflict")
    op.drop_table("answer_conflict")
    op.drop_index(op.f("ix_answer_application_id"), table_name="answer")
    op.drop_table("answer")
    op.drop_table("round_phase")
    op.drop_index(op.f("ix_organisation_member_user_id"), table_name="organisation_member")
    op.drop_table("organisation_member")
    op.drop_index(op.f("ix_criterion_round_id"), table_name="criterion")
    op.drop_table("criterion")
    op.drop_index("ix_application_round_state", table_name="application")
    op.drop_index(op.f("ix_application_organisation_id"), table_name="application")
    op.drop_index(op.f("ix_application_lead_id"), table_name="application")
    op.drop_table("application")
    op.drop_table("user_role")
    op.drop_index("ix_state_change_subject", table_name="state_change")
    op.drop_table("state_change")
    op.drop_index(op.f("ix_round_closes_at"), table_name="round")
    op.drop_index(op.f("ix_round_announced_at"), table_name="round")
    op.drop_table("round")
    op.drop_index(op.f("ix_organisation_name"), table_name="organisation")
    op.drop_index(op.f("ix_organisation_created_by_id"), table_name="organisation")
    op.drop_table("organisation")
    op.drop_index(op.f("ix_audit_event_verb"), table_name="audit_event")
    op.drop_index("ix_audit_event_subject", table_name="audit_event")
    op.drop_index(op.f("ix_audit_event_at"), table_name="audit_event")
    op.drop_index(op.f("ix_audit_event_actor_id"), table_name="audit_event")
    op.drop_table("audit_event")
    op.drop_table("assessor_profile")
    op.drop_table("user_account")
    op.drop_index(op.f("ix_sign_in_attempt_at"), table_name="sign_in_attempt")
    op.drop_index("ix_sign_in_attempt_address", table_name="sign_in_attempt")
    op.drop_table("sign_in_attempt")
    op.drop_table("role")
    op.drop_table("question_set_version")
    op.drop_index("ix_outbox_message_due", table_name="outbox_message")
    op.drop_index("ix_outbox_message_about", table_name="outbox_message")
    op.drop_table("outbox_message")
