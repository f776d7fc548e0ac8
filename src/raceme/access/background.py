"""Mail to people who were given a seat."""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext as _

from raceme.access.models import Cluster, User
from raceme.foundation.background import work


@work("access.invite")
def invite(*, user_id: int, cluster_id: int) -> None:
    """Write to a new colleague how to choose a password; asking twice sends two letters."""
    user = User.objects.get(pk=user_id)
    cluster = Cluster.objects.get(pk=cluster_id)
    # The address is proved by the letter itself: only its reader can choose the password.
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": key.split("-", 1)[0], "key": key.split("-", 1)[1]},
    )
    send_mail(
        _("%(cluster)s invites you to Raceme") % {"cluster": cluster.name},
        _(
            "Hello,\n\n%(cluster)s has given you a seat in its workbench."
            " Choose your password here, and you are in:\n\n%(address)s\n"
        )
        % {"cluster": cluster.name, "address": settings.PUBLIC_ADDRESS + path},
        None,
        [user.email],
    )
