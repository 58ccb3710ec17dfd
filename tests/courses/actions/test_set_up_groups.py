from django.contrib.auth.models import Group
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from courses.actions.set_up_groups import DESIGNERS, SetUpGroups


def test_designers_may_write_publish_and_lock_in_the_catalogue(designer, catalogue):
    permissions = catalogue.permissions_for_user(designer)

    assert permissions.can_add_subpage()
    assert permissions.can_publish_subpage()
    assert permissions.can_edit()
    assert permissions.can_lock()
    assert designer.has_perm("wagtailadmin.access_admin")


def test_designers_have_no_rights_above_the_catalogue(designer, catalogue):
    assert not catalogue.get_parent().permissions_for_user(designer).can_edit()


def test_setting_up_again_adds_nothing(catalogue):
    SetUpGroups(catalogue).execute()
    before = (GroupPagePermission.objects.count(), GroupCollectionPermission.objects.count())

    SetUpGroups(catalogue).execute()

    assert (GroupPagePermission.objects.count(), GroupCollectionPermission.objects.count()) == before
    assert Group.objects.filter(name=DESIGNERS).count() == 1
