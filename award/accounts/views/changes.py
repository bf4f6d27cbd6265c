"""What an administrator can do to an account, and the words around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from award.accounts.models import User
from award.accounts.rules.roles import giving_means, label_of, taking_means
from award.accounts.services import people
from award.foundation.policy import Actor, Role


@dataclass(frozen=True)
class Change:
    """`asks` and `says` have `{name}` in them, for the person's. `role`, if it is about one."""

    asks: str
    means: tuple[str, ...]
    button: str
    says: str
    make: Callable[[User, Actor], None]
    warns: bool = False
    role: Role | None = None

    def question(self, person: User) -> str:
        return self.asks.format(name=person.name)

    def done(self, person: User) -> str:
        return self.says.format(name=person.name)


_CHANGES = {
    "suspend": Change(
        "Suspend the account of {name}?",
        (
            "They are signed out at once, and can’t sign in until an administrator opens the"
            " account again.",
            "What they wrote stays. Applications they lead and assessments they have in hand wait"
            " for them: ask somebody else to assess if it can’t wait.",
        ),
        "Suspend account",
        "The account of {name} is suspended.",
        lambda person, actor: people.suspend(person, actor=actor),
        warns=True,
    ),
    "reinstate": Change(
        "Open the account of {name} again?",
        ("They can sign in again, with the roles and the password that they had.",),
        "Open account again",
        "The account of {name} is open again.",
        lambda person, actor: people.reinstate(person, actor=actor),
    ),
    "reset-second-factor": Change(
        "Disconnect the authenticator app of {name}?",
        (
            "Do this only if they have lost both the app and their recovery codes, and you are"
            " sure who is asking: ring them back on a number that you know.",
            "They are signed out at once. Until they connect an app again, their password alone is"
            " enough to sign in, and roles that need an app don’t count.",
        ),
        "Disconnect app",
        "The authenticator app of {name} is disconnected.",
        lambda person, actor: people.reset_second_factor(person, actor=actor),
        warns=True,
    ),
    "invite-again": Change(
        "Send {name} the invitation again?",
        ("They get a new link to choose a password. It works for 7 days.",),
        "Send invitation",
        "We have sent {name} a new invitation.",
        lambda person, actor: people.invite_again(person, actor=actor),
    ),
}


def change_of(switch: str, role: str = "") -> Change:
    """The change of this name; LookupError when it is about a role and `role` is none."""
    if switch in _CHANGES:
        return _CHANGES[switch]
    try:
        wanted = Role(role)
    except ValueError:
        raise LookupError(role) from None
    label = label_of(wanted)
    if switch == "give-role":
        return Change(
            f"Give {{name}} the role {label}?",
            tuple(giving_means(wanted)),
            "Give role",
            f"{{name}} now has the role {label}.",
            lambda person, actor: people.add_role(person, wanted, actor=actor),
            role=wanted,
        )
    return Change(
        f"Remove the role {label} from {{name}}?",
        tuple(taking_means(wanted)),
        "Remove role",
        f"{{name}} no longer has the role {label}.",
        lambda person, actor: people.remove_role(person, wanted, actor=actor),
        warns=True,
        role=wanted,
    )
