"""A mail server that keeps what it gets in a folder, and knows nobody called nobody."""

from aiosmtpd.handlers import Mailbox


class Keeping(Mailbox):
    """Run as `python -m aiosmtpd -n -l HOST:PORT -c tests.portal.kit.post.refusing.Keeping FOLDER`."""

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 5.1.1 No such mailbox"
        if address.startswith("full@"):
            return "452 4.2.2 Mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"
