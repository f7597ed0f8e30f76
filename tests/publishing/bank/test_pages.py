"""Importing and exporting items in the administration: checked first, confirmed by who may change editions."""

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses.models import Edition
from elearning.audit.models import Entry
from tests.factories import user
from tests.publishing.bank.test_import_and_export import GIFT

CHOSEN = {"objectives": ["know"], "slides": ["one"], "references": ["swain2020"], "format": "gift"}


@pytest.fixture
def at_desk(clock, client, administrator):
    client.force_login(administrator)
    return client


def url(page, edition):
    return reverse(f"admin:courses_module_{page}", args=[edition.module_id])


def upload(browser, edition, content=GIFT, name="bank.gift"):
    return browser.post(url("import_items", edition), {**CHOSEN, "file": SimpleUploadedFile(name, content)})


def confirmed(response):
    form = response.context["confirm"]
    return {name: form[name].value() for name in ("sha256", "format", "objectives", "slides", "references")}


def test_a_file_is_checked_and_then_becomes_a_draft(at_desk, edition, administrator):
    assert at_desk.get(url("import_items", edition)).status_code == 200
    checked = upload(at_desk, edition)
    assert [question.key for question in checked.context["plan"].added] == ["dose", "item-1-2"]
    assert Edition.objects.count() == 1
    done = at_desk.post(url("apply_import", edition), confirmed(checked))
    made = Edition.objects.get(number=2)
    assert done.url == reverse("admin:courses_edition_change", args=[made.pk])
    assert Entry.objects.filter(action="items.imported", actor_id=administrator.pk).count() == 1


def test_another_file_or_another_person_cannot_confirm_it(at_desk, edition, client):
    given = confirmed(upload(at_desk, edition))
    for wrong in ({**given, "sha256": "0" * 64}, {**given, "sha256": "x"}):
        assert at_desk.post(url("apply_import", edition), wrong).url == url("import_items", edition)
    other = user("second@example.org", is_staff=True, is_superuser=True)
    client.force_login(other)
    assert client.post(url("apply_import", edition), given).url == url("import_items", edition)
    assert Edition.objects.count() == 1


def test_a_kept_file_that_was_changed_is_refused(at_desk, edition, administrator):
    given = confirmed(upload(at_desk, edition))
    cache.set(f"import-items:{administrator.pk}:{given['sha256']}", ("bank.gift", b"Other"), 60)
    assert at_desk.post(url("apply_import", edition), given).url == url("import_items", edition)
    assert Edition.objects.count() == 1


def test_a_file_of_another_sort_or_too_large_is_refused(at_desk, edition):
    assert "file" in upload(at_desk, edition, name="bank.exe").context["form"].errors
    assert "file" in upload(at_desk, edition, content=b" " * (10 * 1024 * 1024 + 1)).context["form"].errors


def test_a_report_escapes_what_the_file_says(at_desk, edition):
    page = upload(at_desk, edition, b"::<script>x</script>::Write.{}").content.decode()
    assert "&lt;script&gt;x" in page
    assert "<script>x" not in page


def test_an_export_shows_what_is_lost_and_then_gives_the_file(at_desk, edition):
    shown = at_desk.post(url("export_items", edition), {"format": "aiken"})
    assert len(shown.context["left_out"]) == 3
    assert Entry.objects.filter(action="items.exported").count() == 0
    given = at_desk.post(url("export_items", edition), {"format": "aiken", "download": "aiken"})
    assert given["Content-Disposition"] == 'attachment; filename="sample-edition-1-aiken.txt"'
    whole = at_desk.post(url("export_items", edition), {"format": "qti30", "download": "aiken"})
    assert whole.content.startswith(b"PK")
    assert Entry.objects.filter(action="items.exported").count() == 2


@pytest.mark.parametrize(
    ("page", "permission"),
    [("import_items", "change_edition"), ("apply_import", "change_edition"), ("export_items", "view_test")],
)
def test_only_who_may_is_let_in(client, edition, page, permission, clock):
    staff = user("staff@example.org", is_staff=True)
    client.force_login(staff)
    assert client.get(url(page, edition)).status_code == 403
    staff.user_permissions.add(Permission.objects.get(codename=permission))
    assert client.get(url(page, edition)).status_code in {200, 302}
    client.logout()
    assert client.get(url(page, edition)).url.startswith("/accounts/login/")


def test_the_module_page_leads_to_both(at_desk, edition):
    page = at_desk.get(reverse("admin:courses_module_change", args=[edition.module_id])).content.decode()
    assert url("import_items", edition) in page
    assert url("export_items", edition) in page
