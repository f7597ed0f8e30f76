"""Contributors and declarations of the editions that are stored already, as loading them stores them from now on."""

from datetime import date
from typing import Any

from django.db import migrations


def store_contributors(apps: Any, schema_editor: Any) -> None:
    for edition in apps.get_model("courses", "Edition").objects.order_by("module", "number"):
        for source in edition.front_matter.get("contributors", []):
            _store(apps, edition, source)


def _store(apps: Any, edition: Any, source: dict[str, Any]) -> None:
    contributor, _ = apps.get_model("courses", "Contributor").objects.update_or_create(
        module=edition.module,
        key=source["key"],
        defaults={"name": source["name"][:250], "role": source["role"], "credentials": source["credentials"]},
    )
    declared_on = date.fromisoformat(source["disclosed_on"]) if source.get("disclosed_on") else None
    declarations = apps.get_model("courses", "Declaration").objects.filter(contributor=contributor)
    if declared_on is None or declarations.filter(declared_on__gte=declared_on).exists():
        return
    declaration = declarations.create(
        contributor=contributor,
        declared_on=declared_on,
        at=edition.loaded_at,
        source="folder",
        nothing_to_disclose=not source["disclosures"],
    )
    for row in source["disclosures"]:
        _store_relationship(apps, declaration, row)


def _store_relationship(apps: Any, declaration: Any, row: dict[str, Any]) -> None:
    begins = date.fromisoformat(row["from"])
    disclosure = apps.get_model("courses", "Disclosure").objects.create(
        declaration=declaration,
        company=row["company"][:200],
        nature=row["nature"],
        begins=begins,
        ends=max(begins, date.fromisoformat(row["until"])) if row["until"] else None,
    )
    is_mitigated = bool(row["mitigation"] and row["mitigated_by"])
    mitigated_on = date.fromisoformat(row["mitigated_on"]) if row["mitigated_on"] else declaration.declared_on
    apps.get_model("courses", "Mitigation").objects.create(
        disclosure=disclosure,
        relevant=row["relevant"],
        step=row["mitigation"] if is_mitigated else "",
        mitigated_by=row["mitigated_by"][:200],
        mitigated_on=mitigated_on if is_mitigated else None,
        at=declaration.at,
    )


class Migration(migrations.Migration):
    dependencies = [("courses", "0005_disclosures")]
    operations = [migrations.RunPython(store_contributors, migrations.RunPython.noop, elidable=True)]
