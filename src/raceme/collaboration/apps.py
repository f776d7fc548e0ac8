from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from raceme.foundation import acts, navigation, panels, timeline

KINDS = {
    "collaboration.notice": acts.Kind(
        label=_("offer or request"),
        sentences={
            "enter_notice": _("%(who)s wrote an offer or request: %(what)s."),
            "write_notice": _("%(who)s wrote an offer or request: %(what)s."),
            "describe_notice": _("%(who)s changed an offer or request: %(what)s."),
            "review_notice": _("%(who)s reviewed an offer or request: %(what)s."),
            "prolong_notice": _("%(who)s prolonged an offer or request: %(what)s."),
            "withdraw_notice": _("%(who)s withdrew an offer or request: %(what)s."),
            "restore_notice": _("%(who)s let an offer or request stand again: %(what)s."),
        },
        page="collaboration:notice",
    ),
    "collaboration.savedsearch": acts.Kind(
        label=_("saved search"),
        sentences={
            "save_search": _("%(who)s saved a search: %(what)s."),
            "end_search": _("%(who)s ended a saved search: %(what)s."),
            "resume_search": _("%(who)s went on with a saved search: %(what)s."),
        },
    ),
    "collaboration.partnersearch": acts.Kind(
        label=_("search for partners"),
        sentences={
            "find_partners": _("%(who)s looked for partners: %(what)s."),
            "keep_found": _("%(who)s proposed whom a search has found: %(what)s."),
            "give_up_search": _("%(who)s ended a search for partners: %(what)s."),
        },
        page="collaboration:search",
    ),
    "collaboration.suggestion": acts.Kind(
        label=_("suggestion"),
        sentences={
            "propose": _("%(who)s proposed two partners: %(what)s."),
            "release_suggestion": _("%(who)s asked both: %(what)s."),
            "recall_suggestion": _("%(who)s took a release back: %(what)s."),
            "drop_suggestion": _("%(who)s did not release a suggestion: %(what)s."),
            "restore_suggestion": _("%(who)s proposed two partners again: %(what)s."),
            "remind_of_suggestion": _("%(who)s reminded of a suggestion: %(what)s."),
            "agree": _("%(who)s agreed to a suggestion: %(what)s."),
            "withdraw_consent": _("%(who)s took back a consent: %(what)s."),
            "decline_suggestion": _("%(who)s declined a suggestion: %(what)s."),
            "ask_again": _("%(who)s asked once more: %(what)s."),
            "introduce": _("%(who)s introduced two members to each other: %(what)s."),
            "ask_what_came_of_it": _("%(who)s asked what has come of it: %(what)s."),
            "follow_steps": _("%(who)s noted how far two members are: %(what)s."),
        },
        page="collaboration:suggestion",
    ),
    "collaboration.consent": acts.Kind(
        label=_("consent"),
        sentences={
            "ask_for_consent": _("%(who)s asked for a consent: %(what)s."),
            "recall_suggestion": _("%(who)s asks no more for a consent: %(what)s."),
            "remind_of_suggestion": _("%(who)s reminded of an answer: %(what)s."),
            "agree": _("%(who)s agreed: %(what)s."),
            "withdraw_consent": _("%(who)s took back a consent: %(what)s."),
            "decline_suggestion": _("%(who)s declined: %(what)s."),
            "ask_again": _("%(who)s asked once more: %(what)s."),
        },
    ),
    "collaboration.step": acts.Kind(
        label=_("what has come of an introduction"),
        sentences={
            "note_step": _("%(who)s wrote what has come of it: %(what)s."),
            "undo_step": _("%(who)s took back what has come of it: %(what)s."),
        },
    ),
    "collaboration.partnerpage": acts.Kind(
        label=_("page about partners"),
        sentences={
            "open_page": _("%(who)s made a page about partners for %(what)s."),
            "describe_page": _("%(who)s changed to whom letters about partners go: %(what)s."),
            "end_page": _("%(who)s ended a link to the page about partners: %(what)s."),
            "renew_link": _("%(who)s renewed a link to the page about partners: %(what)s."),
        },
    ),
    "collaboration.call": acts.Kind(
        label=_("call"),
        sentences={
            "enter_call": _("%(who)s wrote down the call %(what)s."),
            "describe_call": _("%(who)s changed the call %(what)s."),
            "put_call_aside": _("%(who)s put the call %(what)s aside."),
            "take_call_up": _("%(who)s took the call %(what)s up again."),
        },
        page="collaboration:call",
    ),
    "collaboration.valuechain": acts.Kind(
        label=_("value chain"),
        sentences={
            "draw_chain": _("%(who)s drew the value chain %(what)s."),
            "describe_chain": _("%(who)s changed the value chain %(what)s."),
            "drop_chain": _("%(who)s put the value chain %(what)s aside."),
            "restore_chain": _("%(who)s took the value chain %(what)s up again."),
        },
        page="collaboration:chain",
    ),
    "collaboration.consortium": acts.Kind(
        label=_("consortium"),
        sentences={
            "begin_consortium": _("%(who)s began the consortium %(what)s."),
            "describe_consortium": _("%(who)s changed the consortium %(what)s."),
            "go_for_consortium": _("%(who)s decided that a proposal is written: %(what)s."),
            "drop_consortium": _("%(who)s decided not to pursue the consortium %(what)s."),
            "submit_consortium": _("%(who)s recorded that the proposal was handed in: %(what)s."),
            "grant_consortium": _("%(who)s recorded that the funder granted: %(what)s."),
            "refuse_consortium": _("%(who)s recorded that the funder refused: %(what)s."),
            "step_back": _("%(who)s took the last step back of the consortium %(what)s."),
        },
        page="collaboration:consortium",
    ),
    "collaboration.requirement": acts.Kind(
        label=_("competence that is needed"),
        sentences={
            "need_competence": _("%(who)s added a competence that is needed: %(what)s."),
            "describe_requirement": _("%(who)s changed a competence that is needed: %(what)s."),
            "drop_requirement": _("%(who)s dropped a competence that was needed: %(what)s."),
            "restore_requirement": _("%(who)s took a dropped competence back: %(what)s."),
        },
        page="collaboration:candidates",
    ),
    "collaboration.consortiumpartner": acts.Kind(
        label=_("partner in a consortium"),
        sentences={
            "add_partner": _("%(who)s put a candidate on the table: %(what)s."),
            "describe_partner": _("%(who)s changed what a partner does: %(what)s."),
            "invite_partner": _("%(who)s invited into a consortium: %(what)s."),
            "partner_agreed": _("%(who)s recorded that a partner takes part: %(what)s."),
            "partner_declined": _("%(who)s recorded that a partner declined: %(what)s."),
            "let_partner_go": _("%(who)s let a partner go from a consortium: %(what)s."),
            "ask_partner_again": _("%(who)s put a partner on the table again: %(what)s."),
        },
    ),
    "collaboration.coverage": acts.Kind(
        label=_("competence brought by a partner"),
        sentences={
            "bring_competence": _("%(who)s recorded what a partner brings: %(what)s."),
            "bring_no_more": _("%(who)s took back what a partner brings: %(what)s."),
        },
    ),
}


class CollaborationConfig(AppConfig):
    name = "raceme.collaboration"
    label = "collaboration"

    def ready(self) -> None:
        from raceme.collaboration import (  # noqa: PLC0415 - makes the work known by name, hears news
            background,  # noqa: F401
            receivers,  # noqa: F401
        )
        from raceme.collaboration.panels import (  # noqa: PLC0415 - needs the tables, ready only now
            TIMELINE,
            TIMELINE_OF_CONSORTIA,
            TIMELINE_OF_SUGGESTIONS,
            introductions_of_service,
            partners_of_organisation,
        )

        for name, kind in KINDS.items():
            acts.register(name, kind)
        navigation.register(
            navigation.Entry(
                label=_("Partners"),
                icon="arrows-exchange",
                url_name="collaboration:notices",
                order=navigation.ORDER_ALONG_THE_THREAD["partners"],
                namespace="collaboration",
            )
        )
        panels.hang("organisation", partners_of_organisation)
        panels.hang("service", introductions_of_service)
        timeline.register("organisation", TIMELINE)
        timeline.register("organisation", TIMELINE_OF_SUGGESTIONS)
        timeline.register("organisation", TIMELINE_OF_CONSORTIA)
