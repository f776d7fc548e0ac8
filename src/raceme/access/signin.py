"""Who may sign in: people who were given a seat. Nobody registers by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest


class InvitationOnly(DefaultAccountAdapter):
    """Closes the sign-up page; accounts come with a seat."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class KnownAddressOnly(DefaultSocialAccountAdapter):
    """Lets single sign-on in for addresses that hold a seat, and for nobody new."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False
