"""Flask-Security's forms where ours differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import current_app, g
from flask_security import ChangePasswordForm as StockChangePasswordForm
from flask_security import ForgotPasswordForm as StockForgotPasswordForm
from flask_security import (
    LoginForm,
    MfRecoveryForm,
    RegisterFormV2,
    SendConfirmationForm,
    TwoFactorRescueForm,
    TwoFactorSetupForm,
    TwoFactorVerifyCodeForm,
    VerifyForm,
    current_user,
)
from flask_security import ResetPasswordForm as StockResetPasswordForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, Length, Regexp, ValidationError

from award.accounts import equal_work
from award.accounts.rules.paths import own_path
from award.accounts.rules.recovery import as_made
from award.accounts.words import MESSAGES
from award.foundation.asked import TAKEN_OUT, Tidied
from award.foundation.text import as_meant, fault_of_a_line
from award.foundation.unseen import as_typed, unseen_in_line

_SIX_NUMBERS = "Enter the 6 numbers your app shows"


class SignInForm(LoginForm):
    """Nobody is remembered beyond their sign-in: there is no box for it.

    Leaves itself in `g`, so that the page can explain to somebody who gave the right password why
    they still can't come in."""

    remember = None  # type: ignore[assignment]
    password = PasswordField(
        validators=[DataRequired("Enter your password")],
        render_kw={"autocomplete": "current-password"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.next.data = own_path(self.next.data) or ""
        g.sign_in_form = self


class RegisterForm(RegisterFormV2):
    """Asks for a name too."""

    name = StringField(
        filters=[lambda text: as_typed(text) if text else text],
        validators=[
            DataRequired("Enter your full name"),
            Length(max=200, message="Your name must have 200 characters or fewer"),
            # It is the first line of an email to an address that nobody has confirmed yet.
            Regexp(r"[^/@<>]*\Z", message="Your name must not have / @ < or > in it"),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.next.data = own_path(self.next.data) or ""

    def validate_name(self, field: StringField) -> None:
        wrong = fault_of_a_line(field.raw_data[0]) if field.raw_data else None
        if wrong is None and field.raw_data and isinstance(field.raw_data[0], Tidied):
            wrong = TAKEN_OUT
        if wrong is None and (unseen := unseen_in_line(str((field.raw_data or [""])[0]))):
            wrong = unseen.refused
        if wrong is not None:
            raise ValidationError(f"Your name {wrong}")

    def __iter__(self) -> Iterator[Any]:
        """The name is asked first, so its error stands first."""
        return iter(sorted(super().__iter__(), key=lambda field: field.name != "name"))


class ForgotPasswordForm(StockForgotPasswordForm):
    """An account that is not confirmed yet can be reset: the link proves the address as well. For
    an address that gets no link, the same is done in the name of nobody."""

    def validate(self, **kwargs: Any) -> bool:
        if super().validate(**kwargs):
            return True
        if self.requires_confirmation and self.user is not None:
            self.email.errors = []
            return not self.errors
        return equal_work.go_on_with_nobody(self)


class ConfirmationForm(SendConfirmationForm):
    """For an address that gets no link, the same is done in the name of nobody."""

    def validate(self, **kwargs: Any) -> bool:
        return super().validate(**kwargs) or equal_work.go_on_with_nobody(self)


class ResetPasswordForm(StockResetPasswordForm):
    """Says everything at once: what is wrong with the password, and that it wants repeating."""

    password_confirm = PasswordField(
        validators=[EqualTo("password", MESSAGES["SECURITY_MSG_RETYPE_PASSWORD_MISMATCH"][0])],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_password(self, field: Any) -> None:
        """The stock form comes to this only once both boxes agree."""
        judge = current_app.extensions["security"].password_util
        wrong, _normal = judge.validate(field.data, False, user=self.user)
        if wrong:
            raise ValidationError(wrong[0])


def _noting_a_wrong_password(form: Any, valid: bool) -> bool:
    """Leaves in `g` that the password of now was wrong, for whoever counts failures."""
    g.wrong_password = MESSAGES["SECURITY_MSG_INVALID_PASSWORD"][0] in form.password.errors
    return valid


class PasswordAgainForm(VerifyForm):
    """The password of somebody who is signed in already."""

    def validate(self, **kwargs: Any) -> bool:
        return _noting_a_wrong_password(self, super().validate(**kwargs))


class ChangePasswordForm(StockChangePasswordForm):
    """Says at once that the password of now is missing, whatever else is."""

    def validate(self, **kwargs: Any) -> bool:
        return _noting_a_wrong_password(self, super().validate(**kwargs))

    def validate_password(self, field: Any) -> None:
        """An account whose person never chose a password has none to give."""
        if current_user.password and not (field.data or "").strip():
            raise ValidationError("Enter the password that you have now")


class AppSetUpForm(TwoFactorSetupForm):
    """There is one method, so there is nothing to choose: the button says it."""

    setup = HiddenField()  # type: ignore[assignment]


class CodeForm(TwoFactorVerifyCodeForm):
    """One code of six numbers; apps show it with a space in the middle.

    Leaves itself in `g`, so that a wrong code while setting up can be asked for again."""

    code = StringField(
        filters=[lambda text: as_meant(str(text)).replace(" ", "") if text else text],
        validators=[DataRequired(_SIX_NUMBERS), Regexp(r"[0-9]{6}\Z", message=_SIX_NUMBERS)],
        render_kw={"autocomplete": "one-time-code"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        g.code_form = self


class RecoveryForm(MfRecoveryForm):
    """A recovery code, as it is typed from paper."""

    code = StringField(
        filters=[lambda text: as_made(str(text)) if text else text],
        validators=[DataRequired("Enter one of your recovery codes")],
        render_kw={"autocomplete": "off"},
    )


class _NoChoice(HiddenField):
    """Flask-Security adds choices to it, which nobody is shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices: list[Any] = []


class NoRescueForm(TwoFactorRescueForm):
    """The page for codes builds it; ours links to the page for recovery codes instead."""

    help_setup = _NoChoice()  # type: ignore[assignment]
