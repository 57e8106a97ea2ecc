"""Mails, as text and nothing else: they are read in every program, and nothing in them is fetched."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage

from portal.kit.post.letters import NotSent, carriers
from portal.models import Letter


def carry(letter: Letter) -> None:
    """Hands the mail to the company's mail server. A refused address is final, everything else may pass."""
    person = letter.person
    if not settings.MAIL_FROM:
        raise NotSent("No mail server is named (HOMEPORT_MAIL_URL).", final=True)
    if person is None or not person.email or not person.is_active:
        raise NotSent("Nobody with a mail address is meant.", final=True)
    host = settings.MAIL_FROM.rpartition("@")[2].rstrip(">")
    headers = {
        "Message-ID": f"<{letter.key.replace(':', '.')}.{letter.pk}@{host}>",
        "Auto-Submitted": "auto-generated",
    }
    mail = EmailMessage(letter.subject, letter.body, settings.MAIL_FROM, [person.email], headers=headers)
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as refused:
        code, said = next(iter(refused.recipients.values()))
        raise NotSent(f"The server refuses the address: {code} {_text(said)}", final=code >= 500) from None
    except smtplib.SMTPResponseException as answer:
        raise NotSent(f"The server says {answer.smtp_code} {_text(answer.smtp_error)}") from None
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(f"The mail server cannot be reached: {error}") from None


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said


carriers[Letter.Way.MAIL] = carry
