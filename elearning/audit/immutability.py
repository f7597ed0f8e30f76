"""A migration operation that makes rows of a table unchangeable in the database itself, on SQLite and PostgreSQL."""

from collections.abc import Sequence

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


class KeepRows(migrations.operations.base.Operation):
    """Refuse DELETE of rows of ``table``, and UPDATE of their ``columns``.

    A column that is not named may still change (one that the deletion of an account sets to NULL, for example).
    ``blankable`` names texts and bytes that may be emptied (their time to be kept is over), but never become another.
    ``when`` is SQL over ``OLD`` that both databases understand; it limits this to some rows, empty means every row.
    ``again`` repeats a rule of an earlier migration, or replaces it: to add a field SQLite makes the table anew, and
    its triggers are lost.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(
        self, table: str, columns: list[str], when: str = "", *, blankable: Sequence[str] = (), again: bool = False
    ) -> None:
        self.table = table
        self.columns = columns
        self.when = when
        self.blankable = blankable
        self.again = again

    def state_forwards(self, app_label: str, state: object) -> None:
        """The state of the models does not change."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: object, to_state: object
    ) -> None:
        if self.again:
            self._drop(schema_editor)
        for statement in self.statements(schema_editor.connection.vendor):
            schema_editor.execute(statement)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: object, to_state: object
    ) -> None:
        if not self.again:
            self._drop(schema_editor)

    def _drop(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        on_table = f" ON {self.table}" if schema_editor.connection.vendor == "postgresql" else ""
        for name in self._triggers():
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.table}_{name}{on_table}")

    def describe(self) -> str:
        return f"Keep the rows of {self.table} as they are"

    def _triggers(self) -> dict[str, tuple[str, str]]:
        """Return each trigger's event and the condition under which it refuses, by the end of its name."""
        triggers = {
            "no_update": (f"UPDATE OF {', '.join(self.columns)}", self.when),
            "no_delete": ("DELETE", self.when),
        }
        for column in self.blankable:
            condition = " AND ".join([*filter(None, [self.when]), f"length(NEW.{column}) > 0"])
            triggers[f"only_blank_{column}"] = (f"UPDATE OF {column}", condition)
        return triggers

    def statements(self, vendor: str) -> list[str]:
        """Return the SQL that creates the triggers for ``vendor`` ("sqlite" or "postgresql")."""
        message = f"rows of {self.table} are permanent; write a new row instead"
        refuse = (
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            if vendor == "sqlite"
            else f"EXECUTE FUNCTION {self.table}_keep()"
        )
        each_row = "" if vendor == "sqlite" else "FOR EACH ROW "
        triggers = [
            f"CREATE TRIGGER {self.table}_{name} BEFORE {event} ON {self.table} {each_row}"
            f"{f'WHEN ({condition})' if condition else ''} {refuse}"
            for name, (event, condition) in self._triggers().items()
        ]
        if vendor == "sqlite":
            return triggers
        function = (
            f"CREATE OR REPLACE FUNCTION {self.table}_keep() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        return [function, *triggers]
