"""The API: one router a capability, all below /api/v1/c/<cluster>/."""

from ninja import NinjaAPI

from raceme import __version__
from raceme.access.api import SeatAuth, TokenAuth
from raceme.access.api import router as access_router
from raceme.catalogue.api import router as catalogue_router
from raceme.collaboration.api import router as collaboration_router
from raceme.events.api import router as events_router
from raceme.foundation.api import translate_errors
from raceme.intake.api import router as intake_router
from raceme.meetings.api import router as meetings_router
from raceme.members.api import router as members_router
from raceme.needs.api import router as needs_router
from raceme.portfolio.api import router as portfolio_router
from raceme.programmes.api import router as programmes_router
from raceme.region.api import router as region_router
from raceme.strategy.api import router as strategy_router
from raceme.thread.api import router as thread_router

api = NinjaAPI(
    title="Raceme",
    version=__version__,
    description=(
        "Strategy, members, needs, services, plans, regions, events, meetings, partners, imports,"
        " thread: for programs."
    ),
    auth=[TokenAuth(), SeatAuth()],
    docs_url=None,
    urls_namespace="api",
)
translate_errors(api)
CLUSTER = "/c/{cluster}"
api.add_router(CLUSTER, access_router)
api.add_router(CLUSTER, thread_router)
api.add_router(f"{CLUSTER}/strategy", strategy_router)
api.add_router(f"{CLUSTER}/members", members_router)
api.add_router(f"{CLUSTER}/needs", needs_router)
api.add_router(f"{CLUSTER}/services", catalogue_router)
api.add_router(f"{CLUSTER}/plan", portfolio_router)
api.add_router(f"{CLUSTER}/imports", intake_router)
api.add_router(f"{CLUSTER}/region", region_router)
api.add_router(f"{CLUSTER}/programmes", programmes_router)
api.add_router(f"{CLUSTER}/events", events_router)
api.add_router(f"{CLUSTER}/meetings", meetings_router)
api.add_router(f"{CLUSTER}/partners", collaboration_router)
