"""Who signs in: demo accounts open nothing outside the demonstration, and nobody does who was put out of use."""

from wenzeng.base import people
from wenzeng.base.models import User
from wenzeng.site.login import Accounts


def sign_in(username: str) -> User | None:
    return Accounts().authenticate(None, username=username, password="correct-horse")


def test_a_demo_account_opens_nothing_outside_the_demonstration(db, settings) -> None:
    people.enrol(username="yanshi", name="演示", password="correct-horse", by=None, is_demo=True)
    people.enrol(username="zhengshi", name="示例", password="correct-horse", by=None)

    settings.WENZENG_TESTING = settings.WENZENG_DEMO = False
    assert (sign_in("yanshi"), sign_in("zhengshi") is not None) == (None, True)
    settings.WENZENG_DEMO = True
    assert sign_in("yanshi") is not None


def test_a_demo_account_that_is_signed_in_is_thrown_out_of_production(db, settings) -> None:
    user = people.enrol(username="yanshi", name="演示", password="correct-horse", by=None, is_demo=True)

    settings.WENZENG_TESTING = settings.WENZENG_DEMO = False

    assert Accounts().get_user(user.pk) is None


def test_who_was_put_out_of_use_does_not_sign_in(db) -> None:
    people.enrol(username="liren", name="示例", password="correct-horse", by=None)
    User.objects.filter(username="liren").update(is_active=False)

    assert sign_in("liren") is None
