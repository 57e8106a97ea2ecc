"""The only list of rooms."""

from django.contrib.auth.views import LogoutView
from django.urls import include, path

from portal import gallery, health, metrics
from portal.views import home, inbox, jobs, post, teams

urlpatterns = [
    path("", home.home, name="home"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/asked/", inbox.inbox, {"side": "asked"}, name="inbox-asked"),
    path("inbox/below/", inbox.inbox, {"side": "below"}, name="inbox-below"),
    path("inbox/<int:pk>/<slug:code>/", inbox.inbox_answer, name="inbox-answer"),
    path("notices/", inbox.notice_list, name="notices"),
    path("notices/read/", inbox.notices_read, name="notices-read"),
    path("wishes/", post.wishes, name="wishes"),
    path("hooks/", post.hook_list, name="hook-list"),
    path("hooks/<int:pk>/", post.hook, name="hook"),
    path("hooks/<int:pk>/end/", post.hook_end, name="hook-end"),
    path("letters/<int:pk>/again/", post.letter_again, name="letter-again"),
    path("reply/<str:token>/", post.reply, name="reply"),
    path("search/", home.search_page, name="search"),
    path("login/", home.LogIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("keyboard/", gallery.keyboard, name="keyboard"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("jobs/", jobs.job_list, name="job-list"),
    path("jobs/<int:pk>/", jobs.job, name="job"),
    path("jobs/<int:pk>/ring/", jobs.job_ring, name="job-ring"),
    path("jobs/<int:pk>/stop/", jobs.job_stop, name="job-stop"),
    path("", include("services.forge.urls")),
    path("", include("services.urls")),
    path("", include("teams.people.urls")),
    path("", include("teams.away.urls")),
    path("", include("teams.reviews.urls")),
    path("", include("teams.proposals.urls")),
    path("teams/<slug:slug>/", teams.team, name="team"),
    path("divisions/", teams.division_list, name="division-list"),
    path("divisions/<slug:slug>/", teams.division, name="division"),
    path("api/", include("portal.api")),
]

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.not_allowed"
handler404 = "portal.views.errors.not_found"
handler500 = "portal.views.errors.fault"
