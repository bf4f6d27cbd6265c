"""What Flask-Security says, in our words. Each message with its kind: info, success or error."""

from __future__ import annotations

from typing import Final

_SAYS: Final[dict[str, tuple[str, str]]] = {
    "API_ERROR": ("That was not what we expected. Try again.", "error"),
    "GENERIC_AUTHN_FAILED": (
        "The email address or password is not right. Check both, then try again.",
        "error",
    ),
    "GENERIC_RECOVERY": ("If you have an account, we have sent you an email.", "info"),
    "UNAUTHORIZED": ("Your account cannot open that page.", "error"),
    "UNAUTHENTICATED": ("Sign in to open that page.", "info"),
    "REAUTHENTICATION_REQUIRED": ("Enter your password again to go on.", "info"),
    "CONFIRM_REGISTRATION": ("We have sent an email to %(email)s.", "info"),
    "EMAIL_CONFIRMED": ("Your email address is confirmed. You can sign in now.", "success"),
    "ALREADY_CONFIRMED": ("Your email address is confirmed already. You can sign in.", "info"),
    "INVALID_CONFIRMATION_TOKEN": (
        "That link does not work. Ask for a new one below.",
        "error",
    ),
    "EMAIL_ALREADY_ASSOCIATED": ("Use another email address.", "error"),
    "PASSWORD_MISMATCH": ("The two passwords are not the same.", "error"),
    "RETYPE_PASSWORD_MISMATCH": ("Type the same password in both boxes.", "error"),
    "INVALID_REDIRECT": ("That address is not part of this service.", "error"),
    "INVALID_RECOVERY_CODE": (
        "That recovery code is not right, or has been used. Try another.",
        "error",
    ),
    "NO_RECOVERY_CODES_SETUP": ("You have no recovery codes. Make some below.", "info"),
    "PASSWORD_RESET_REQUEST": (
        "If %(email)s has an account, we have sent it an email with a link to choose a new "
        "password.",
        "info",
    ),
    "PASSWORD_RESET_EXPIRED": ("That link has expired. Ask for a new one below.", "error"),
    "INVALID_RESET_PASSWORD_TOKEN": (
        "That link does not work, or has been used. Ask for a new one below.",
        "error",
    ),
    "CONFIRMATION_REQUIRED": (
        "Confirm your email address before you sign in: use the link in the email we sent you.",
        "error",
    ),
    "CONFIRMATION_REQUEST": (
        "If %(email)s has an account that is not confirmed yet, we have sent it a new link.",
        "info",
    ),
    "CONFIRMATION_EXPIRED": ("That link has expired. Ask for a new one below.", "error"),
    "DISABLED_ACCOUNT": ("This account is suspended.", "error"),
    "EMAIL_NOT_PROVIDED": ("Enter your email address", "error"),
    "INVALID_EMAIL_ADDRESS": (
        "Enter an email address in the right form, like name@example.org",
        "error",
    ),
    "INVALID_CODE": ("That code is not right.", "error"),
    "PASSWORD_NOT_PROVIDED": ("Enter a password", "error"),
    "PASSWORD_INVALID_LENGTH": ("The password must have at least %(length)s characters", "error"),
    "USER_DOES_NOT_EXIST": (
        "The email address or password is not right. Check both, then try again.",
        "error",
    ),
    "INVALID_PASSWORD": ("That password is not right", "error"),
    "FORGOT_PASSWORD": ("Forgot your password?", "info"),
    "PASSWORD_RESET_NO_LOGIN": (
        "Your password is changed. Sign in with the new one.",
        "success",
    ),
    "PASSWORD_IS_THE_SAME": ("Choose a password that you have not used before.", "error"),
    "PASSWORD_CHANGE": ("Your password is changed.", "success"),
    "REAUTHENTICATION_SUCCESSFUL": ("Thank you. You can go on.", "info"),
    "TWO_FACTOR_INVALID_TOKEN": (
        "That code is not right. Enter the newest one your app shows",
        "error",
    ),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": ("You are signed in.", "info"),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (
        "Your authenticator app is set up. You will need it each time you sign in.",
        "success",
    ),
    "TWO_FACTOR_PERMISSION_DENIED": ("Sign in first.", "info"),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": ("That is not possible for your account.", "error"),
    "TWO_FACTOR_DISABLED": ("You no longer need a code to sign in.", "success"),
    "TWO_FACTOR_SETUP_EXPIRED": ("That took too long. Start again.", "error"),
}

MESSAGES: Final = {f"SECURITY_MSG_{key}": value for key, value in _SAYS.items()}

SUBJECTS: Final = {
    "SECURITY_EMAIL_SUBJECT_REGISTER": "Confirm your email address for the award",
    "SECURITY_EMAIL_SUBJECT_CONFIRM": "Confirm your email address for the award",
    "SECURITY_EMAIL_SUBJECT_PASSWORD_RESET": "Choose a new password for the award",
    "SECURITY_EMAIL_SUBJECT_PASSWORD_NOTICE": "Your password for the award was changed",
    "SECURITY_EMAIL_SUBJECT_PASSWORD_CHANGE_NOTICE": "Your password for the award was changed",
}

# Emails that Flask-Security would not send.
NOTICE_SUBJECTS: Final = {
    "second_factor_notice": "An authenticator app was connected to your account for the award",
    "second_factor_off_notice": "You no longer need a code to sign in for the award",
    "recovery_codes_notice": "New recovery codes were made for your account for the award",
}

# Where Flask-Security has one subject for two emails.
SUBJECTS_BY_TEMPLATE: Final = {"welcome_existing": "You have an account for the award already"}

SIGNED_OUT: Final = "You are signed out."
