"""A migration operation that makes rows of a table unchangeable in the database itself, on SQLite and PostgreSQL."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


class KeepRows(migrations.operations.base.Operation):
    """Refuse DELETE of rows of ``table``, and UPDATE of their ``columns``.

    A column that is not named may still change (one that the deletion of an account sets to NULL, for example).
    ``when`` is SQL over ``OLD`` that both databases understand; it limits this to some rows, empty means every row.
    ``again`` repeats a rule of an earlier migration after a field was added: for that SQLite makes the table anew, and
    its triggers are lost.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str, columns: list[str], when: str = "", *, again: bool = False) -> None:
        self.table = table
        self.columns = columns
        self.when = when
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
        for event in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.table}_no_{event}{on_table}")

    def describe(self) -> str:
        return f"Keep the rows of {self.table} as they are"

    def statements(self, vendor: str) -> list[str]:
        """Return the SQL that creates both triggers for ``vendor`` ("sqlite" or "postgresql")."""
        message = f"rows of {self.table} are permanent; write a new row instead"
        condition = f"WHEN ({self.when})" if self.when else ""
        events = {"update": f"UPDATE OF {', '.join(self.columns)}", "delete": "DELETE"}
        if vendor == "sqlite":
            return [
                f"CREATE TRIGGER {self.table}_no_{name} BEFORE {event} ON {self.table} {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
                for name, event in events.items()
            ]
        function = (
            f"CREATE OR REPLACE FUNCTION {self.table}_keep() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        triggers = [
            f"CREATE TRIGGER {self.table}_no_{name} BEFORE {event} ON {self.table} FOR EACH ROW {condition} "
            f"EXECUTE FUNCTION {self.table}_keep()"
            for name, event in events.items()
        ]
        return [function, *triggers]
