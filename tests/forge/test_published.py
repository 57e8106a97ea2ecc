"""The payloads that packages publish as examples: GitHub's from npm, GitLab's from a Debian package. None is for Gitea.

They are fetched once into var/cache and held in no repository. Every one is sent, signed, and read; whatever else is in
them, nothing breaks, and what they tell is what they say.
"""

import json
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest

from portal.kit import jobs
from services.forge.models import Delivery, Fact
from tests import make
from tests.forge.sending import send
from tests.standaside import stand_aside

pytestmark = pytest.mark.django_db
CACHE = Path(__file__).resolve().parents[2] / "var" / "cache" / "forges"
NPM = "@octokit/webhooks-examples@7.6.1"
DEBIAN = ("golang-github-xanzy-go-gitlab-dev", "golang-gitlab-gitlab-org-api-client-go-dev")
EVENTS = {
    "push": "Push Hook", "merge_request": "Merge Request Hook", "note": "Note Hook", "pipeline": "Pipeline Hook",
    "deployment": "Deployment Hook",
}  # fmt: skip


@pytest.fixture(scope="session")
def github() -> list[tuple[str, Any]]:
    """Event and payload of every example."""
    CACHE.mkdir(parents=True, exist_ok=True)
    found = list(CACHE.glob("octokit-*.tgz"))
    if not found:
        npm = shutil.which("npm")
        if npm is None:
            stand_aside("tests of GitHub's published payloads", "no npm was found (Debian: apt-get install npm)")
        subprocess.run([npm, "pack", NPM], cwd=CACHE, capture_output=True, check=False, timeout=120)
        found = list(CACHE.glob("octokit-*.tgz"))
    if not found:
        stand_aside("tests of GitHub's published payloads", "no package registry answered")
    with tarfile.open(found[0]) as archive:
        file = archive.extractfile("package/api.github.com/index.json")
        assert file is not None
        groups = json.loads(file.read())
    return [(group["name"], payload) for group in groups for payload in group["examples"]]


@pytest.fixture(scope="session")
def gitlab() -> list[tuple[str, Any]]:
    """Event and payload of every example that is read here."""
    folder = CACHE / "gitlab"
    if not list(folder.rglob("testdata/webhooks/*.json")):
        fetch_from_debian(folder)
    files = sorted(folder.rglob("testdata/webhooks/*.json"))
    payloads = [json.loads(file.read_text()) for file in files]
    return [(EVENTS[one["object_kind"]], one) for one in payloads if one.get("object_kind") in EVENTS]


def fetch_from_debian(folder: Path) -> None:
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        stand_aside("tests of GitLab's published payloads", "they come in a package of Debian", allowed=True)
    folder.mkdir(parents=True, exist_ok=True)
    for again in (False, True):
        if again:
            subprocess.run(["apt-get", "update", "-qq"], capture_output=True, check=False, timeout=200)
        for name in DEBIAN:
            subprocess.run(["apt-get", "download", name], cwd=folder, capture_output=True, check=False, timeout=100)
            for package in folder.glob("*.deb"):
                subprocess.run(["dpkg-deb", "-x", package, folder], check=True, timeout=60)
                return
    stand_aside("tests of GitLab's published payloads", "Debian's package index did not answer (apt-get update)")


def sent(forge: str, examples: list[tuple[str, Any]]) -> None:
    """All of them to the address of the whole company, with a service for each repository that they are about."""
    sources = {
        payload["repository"]["html_url"] if forge == "github" else payload["project"]["web_url"]
        for _, payload in examples
        if ("repository" if forge == "github" else "project") in payload
    }
    for source in sorted(sources):
        make.service(source_url=source)
    receiver = make.receiver(None, forge)
    for number, (event, payload) in enumerate(examples):
        assert send(receiver, event, payload, key=str(number)).status_code == 202
    jobs.run_waiting(most=2000)


def test_every_published_payload_of_github_is_read(github):
    from services.forge.payloads import EVENTS as KNOWN

    wanted = [(event, payload) for event, payload in github if event in {*KNOWN["github"], "ping", "issues", "release"}]
    assert len(wanted) > 60
    sent("github", wanted)
    assert Delivery.objects.filter(state__in=["waiting", "unreadable"]).count() == 0
    assert set(Fact.objects.values_list("kind", flat=True)) == {
        "pushed", "change-opened", "change-updated", "review-requested", "review-given", "change-closed",
        "check-finished", "deployed",
    }  # fmt: skip
    deployed = Fact.objects.filter(kind="deployed").first()
    assert (deployed.production, deployed.outcome, len(deployed.commit)) == (True, "ok", 40)
    assert not Fact.objects.filter(kind__startswith="change", author="").exists()
    assert not Fact.objects.filter(kind="change-opened", lines=None).exists()
    assert all(one.sentence for one in Fact.objects.select_related("person"))


def test_every_published_payload_of_gitlab_is_read(gitlab):
    assert len(gitlab) >= 6
    sent("gitlab", gitlab)
    assert Delivery.objects.filter(state__in=["waiting", "unreadable"]).count() == 0
    assert set(Fact.objects.values_list("kind", flat=True)) >= {"pushed", "change-opened", "review-given", "deployed"}
    push = Fact.objects.get(kind="pushed")
    assert (push.branch, len(push.commit), push.files) == ("master", 40, 2)
    deployed = Fact.objects.get(kind="deployed")
    assert (deployed.name, deployed.production, len(deployed.commit)) == ("staging", False, 40)
