"""What a mail server says when it does not take a letter."""

import smtplib


def refusal_of(
    error: smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException,
) -> tuple[bool, str]:
    """Say whether the server refused only for now (a code of 4xx), and what it said."""
    said: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
    else:
        code, said = error.smtp_code, error.smtp_error
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return 400 <= code < 500, f"{code} {text}"
