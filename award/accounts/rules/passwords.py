"""Which passwords are refused."""

from __future__ import annotations

from typing import Final

MINIMUM_LENGTH: Final = 12
MAXIMUM_LENGTH: Final = 128

COMMONEST: Final = frozenset(
    """
    000000000000 0123456789012 1029384756qp 111111222222 112233445566 123123123123 123321123321
    123412341234 1234567890ab 123456123456 1234567890-= 12345678900987654321 123456789012
    1234567890123 12345678901234 123456789012345 1234567890123456 12345678901234567890
    1234567891011 123456789101112 1234567891234 123456789abc 1234qwerasdf 123qweasdzxc 1234qwer1234
    147258369147 159753159753 1a2b3c4d5e6f 1q2w3e4r5t6y 1q2w3e4r5t6y7u 1q2w3e4r5t6y7u8i9o0p
    1qaz2wsx3edc 1qaz2wsx3edc4rfv 1qazxsw23edc 987654321098 abc123456789 abc123abc123 abcabcabcabc
    abcd12345678 abcd1234abcd abcdef123456 abcdefghijkl abcdefghijklm abcdefghijklmnopqrstuvwxyz
    admin1234567 admin12345678 administrator administrator1 adminadmin12 adminadminadmin
    alexander123 asdfasdfasdf asdfghjkl123 asdfghjkl1234 asdfghjkl;'# asdfghjklqwe asdfghjklzxcvbnm
    asdfjkl12345 baseball1234 changeme1234 changeme12345 changemenow1 charlie12345 chelsea12345
    computer1234 correcthorsebatterystaple default12345 dragon123456 football1234 football12345
    hello1234567 hellohello12 iloveyou1234 iloveyou12345 iloveyou2021 iloveyouforever
    iloveyousomuch letmein12345 letmein123456 letmeinletmein liverpool123 liverpool1234
    liverpoolfc1 manchester123 manchesterunited master123456 michael12345 monkey123456
    p@ssw0rd1234 p@ssword1234 pa55word1234 pass12345678 pass1234pass passw0rd1234 passw0rd12345
    password!123 password!234 password0000 password1111 password1212 password1234 password1234!
    password12345 password123456 password1234567 password12345678 password123456789
    password2024 password2025 password2026 password2027 passwordpassword passwordpassword1
    pokemon12345 princess1234 princess12345 qazwsx123456 qazwsxedc123 qazwsxedcrfv qazwsxedcrfvtgb
    qwer1234qwer qwerasdfzxcv qwerty121212 qwerty123456 qwerty1234567 qwerty12345678
    qwerty123456789 qwerty654321 qwertyqwerty qwertyuiop[] qwertyuiop12 qwertyuiop123
    qwertyuiop1234 qwertyuiop123456 qwertyuiopasdfghjkl qwertyuiopasdfghjklzxcvbnm secret123456
    sunshine1234 sunshine12345 superman1234 test12345678 testtesttest thisisapassword
    trustno12345 welcome12345 welcome123456 welcome1234567 whatever1234 zaq12wsxcde3 zaq1zaq1zaq1
    zxcvbnm12345 zxcvbnm123456 zxcvbnmasdfghjkl
    """.split()
)
"""Long enough, and still among the first that anybody tries; in small letters."""


def fault(password: str, email: str = "") -> str | None:
    """What is wrong with a password that somebody chose for the account of `email`, in words for
    them, or None. Where letters are capitals makes no difference to how soon it is guessed."""
    plain = password.strip().casefold()
    if len(password) < MINIMUM_LENGTH:
        return f"The password must have at least {MINIMUM_LENGTH} characters"
    if len(password) > MAXIMUM_LENGTH:
        return f"Password must be {MAXIMUM_LENGTH} characters or fewer"
    if len(set(plain)) <= 1:
        return "Choose a password that is not one character again and again"
    if email and plain == email.strip().casefold():
        return "Choose a password that is not your email address"
    if plain in COMMONEST or "".join(plain.split()) in COMMONEST:
        return "Choose a password that is harder to guess: many people use this one"
    return None
