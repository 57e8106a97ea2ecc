"""What Homeport does on its own: stewards see the jobs and what is late, ring one again, stop one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from portal import insight
from portal.kit import jobs, policies
from portal.kit.htmx import page
from portal.kit.paging import choice, number
from portal.models import Job
from teams.people.asker import Request


@require_safe
def job_list(request: Request) -> HttpResponse:
    """The newest first, by state and name; the figures and the table ask again by themselves unless told not to."""
    policies.require(request.user, "job.ring")
    names = {"": "All", **{name: name for name in jobs.names()}}
    state, name = choice(request, "state", insight.STATES, ""), choice(request, "name", names, "")
    context = {
        "now": insight.now(),
        "clocks": insight.clocks(),
        "page": insight.job_lines(state, name, number(request)),
        "state": state,
        "name": name,
        "states": insight.STATES,
        "names": names,
        "live": choice(request, "live", {"on": "", "off": ""}, "on") == "on",
    }
    return page(request, "portal/jobs.html", context, pieces=("jobs",))


@require_safe
def job(request: Request, pk: int) -> HttpResponse:
    policies.require(request.user, "job.ring")
    row = get_object_or_404(Job, pk=pk)
    (line,) = insight.lines([row])
    context = {"job": row, "line": line, "entries": insight.history(row)}
    return page(request, "portal/job.html", context, pieces=("job",))


@require_POST
def job_ring(request: Request, pk: int) -> HttpResponse:
    asked = jobs.ring_again(get_object_or_404(Job, pk=pk), by=request.user)
    same, new = "It is due now; the next free worker takes it.", "It is asked for again: this is the new one."
    messages.success(request, same if asked.pk == pk else new)
    return redirect(asked)


@require_POST
def job_stop(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(Job, pk=pk)
    jobs.stop(row, by=request.user)
    messages.success(request, "Stopped. A worker that did it just now writes nothing.")
    return redirect(row)
