"""Other programs hear what happens: each sealed entry of the audit, in order, signed or as a line in a chat."""

import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.kit import audit, policies
from portal.kit.addresses import read_url
from portal.kit.fetch import FetchRefused, post
from portal.kit.post.letters import NotSent, carriers, write
from portal.kit.refusals import Invalid, Refused
from portal.kit.text import one_line
from portal.models import AuditEntry, AuditHead, Hook, Letter

SECONDS = 15
MOST_AT_ONCE = 500
MOST_TOPICS = 40


@transaction.atomic
def add_hook(name: str, *, by: Any, form: str, url: str, topics: Iterable[str] = (), team: Any = None) -> Hook:
    """From now on the program at ``url`` hears what happens. A signed one gets a secret, shown on its page.

    Addresses inside the company's network are refused unless the settings allow them: anybody may add a hook for their
    team, and nobody may make the server knock on its neighbours' doors.
    """
    policies.require(by, "hook.add", team)
    if form not in Hook.Form.values:
        raise Invalid("hook-form-unknown", "Choose one of the forms.", form="Unknown.")
    try:
        read_url(url)
    except FetchRefused as refusal:
        raise Invalid("hook-address-unusable", refusal.message, url=refusal.message) from None
    chosen = list(dict.fromkeys(one.strip() for one in topics if one.strip()))
    wrong = next((one for one in chosen if not one.replace("*", "").replace("-", "").replace(".", "").isalnum()), None)
    if wrong is not None or len(chosen) > MOST_TOPICS:
        raise Invalid("hook-topics-unusable", "Topics are verbs: revision.publish, or away.*", topics="Look again.")
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode() if form == Hook.Form.SIGNED else ""
    head = AuditHead.objects.filter(pk=1).first()
    hook = Hook.objects.create(
        name=name.strip()[:80], form=form, url=url, secret=secret, topics=chosen, team=team, made_by=by,
        told_to=head.order if head else 0,
    )  # fmt: skip
    audit.record(by, "hook.add", hook, data={"form": form, "team": team.pk if team else None})
    return hook


@transaction.atomic
def end_hook(hook: Hook, *, by: Any) -> Hook:
    """It hears nothing more. What waits for it is given up."""
    policies.require(by, "hook.change", hook)
    if not Hook.objects.filter(pk=hook.pk, ended_at=None).update(ended_at=timezone.now()):
        raise Refused("hook-ended", "It has ended already.")
    waiting = Letter.objects.filter(hook=hook, state=Letter.State.WAITING)
    waiting.update(state=Letter.State.DEAD, ended_at=timezone.now(), error="The hook was ended.")
    audit.record(by, "hook.end", hook)
    hook.refresh_from_db()
    return hook


def tell_hooks() -> int:
    """Write the letters about what was sealed since each hook was last told. Returns how many."""
    return sum(_tell(hook.pk) for hook in Hook.objects.filter(ended_at=None))


@transaction.atomic
def _tell(hook_id: int) -> int:
    hook = Hook.objects.select_for_update().get(pk=hook_id)
    sealed = AuditEntry.objects.filter(seal_order__gt=hook.told_to).select_related("actor").order_by("seal_order")
    entries = list(sealed[:MOST_AT_ONCE])
    if not entries:
        return 0
    wanted = [entry for entry in entries if wants(hook, entry.verb)]
    for entry in wanted:
        body = json.dumps(event(entry) if hook.form == Hook.Form.SIGNED else {"text": line(entry)})
        write(f"hook:{hook.pk}:{entry.seal_order}", Letter.Way.HOOK, body, hook=hook, subject=entry.verb)
    hook.told_to = entries[-1].seal_order or hook.told_to
    hook.save(update_fields=["told_to"])
    return len(wanted)


def wants(hook: Hook, verb: str) -> bool:
    """Whether the hook asked for this: the verb itself, its beginning with a star, or everything."""
    return not hook.topics or any(
        verb == topic or (topic.endswith("*") and verb.startswith(topic[:-1])) for topic in hook.topics
    )


def event(entry: AuditEntry) -> dict[str, Any]:
    """A deed as Standard Webhooks wants its payload: type, timestamp, data."""
    name, address = _about(entry)
    return {
        "type": entry.verb,
        "timestamp": entry.at.isoformat(),
        "data": {
            "by": entry.actor.login if entry.actor else None,
            "subject": entry.subject,
            "title": name,
            "url": address,
            "before": entry.before,
            "after": entry.after,
        },
    }


def line(entry: AuditEntry) -> str:
    """A deed as a line of chat, with a link, in the markup that Slack and those like it read."""
    name, address = _about(entry)
    who = entry.actor.name if entry.actor else "Homeport"
    about = f"<{address}|{escaped(name)}>" if address else escaped(name)
    return f"{escaped(who)}: {entry.verb.replace('.', ' ').replace('-', ' ')}, {about}"


def escaped(text: str) -> str:
    """What a person wrote must not become a link or a call to everybody."""
    return one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _about(entry: AuditEntry) -> tuple[str, str]:
    label, _, pk = entry.subject.rpartition(":")
    try:
        thing = apps.get_model(label)._base_manager.filter(pk=pk).first()
    except (LookupError, ValueError):
        thing = None
    if thing is None:
        return entry.subject, ""
    address = thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else ""
    return str(thing)[:200], f"{settings.ADDRESS}{address}" if address else ""


def signature(secret: str, identity: str, moment: int, body: str) -> str:
    """Version 1 of the Standard Webhooks specification: HMAC-SHA256 over id, timestamp and body."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = hmac.new(key, f"{identity}.{moment}.{body}".encode(), hashlib.sha256).digest()
    return "v1," + base64.b64encode(signed).decode()


def carry(letter: Letter) -> None:
    """Posts a letter to its hook. Everything but a 2xx is a failure; 410 Gone says that nobody wants more."""
    hook = letter.hook
    if hook is None or hook.ended_at is not None:
        raise NotSent("The hook was ended.", final=True)
    headers = {"Content-Type": "application/json"}
    if hook.secret:
        moment = int(time.time())
        headers |= {
            "webhook-id": letter.key.replace(":", "_"),
            "webhook-timestamp": str(moment),
            "webhook-signature": signature(hook.secret, letter.key.replace(":", "_"), moment, letter.body),
        }
    try:
        status = post(hook.url, letter.body.encode(), headers, seconds=SECONDS)
    except FetchRefused as refusal:
        raise NotSent(refusal.message) from None
    if not 200 <= status < 300:
        raise NotSent(f"It answered {status}.", final=status == 410)


carriers[Letter.Way.HOOK] = carry
