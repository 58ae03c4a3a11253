from typing import Any

from django.db import migrations

# INSERT OR REPLACE deletes the rows it conflicts with, and without `recursive_triggers` no delete
# trigger fires; so a conflict of any key is refused before.
SQLITE = [
    """create trigger record_entry_in_order before insert on record_entry
       when new.n <> coalesce((select max(n) + 1 from record_entry), 0)
         or exists (select 1 from record_entry where act_id = new.act_id)
       begin select raise(abort, 'the record is append-only: no gap, and each act once'); end""",
    """create trigger record_entry_no_update before update on record_entry
       begin select raise(abort, 'the record is append-only'); end""",
    """create trigger record_entry_no_delete before delete on record_entry
       begin select raise(abort, 'the record is append-only'); end""",
]
POSTGRESQL = [
    """create function record_entry_in_order() returns trigger language plpgsql as $$ begin
         if new.n <> coalesce((select max(n) + 1 from record_entry), 0) then
           raise exception 'the record is append-only: no gap, and each act once'; end if;
         return new; end $$""",
    """create trigger record_entry_in_order before insert on record_entry
       for each row execute function record_entry_in_order()""",
    """create function record_entry_refuse() returns trigger language plpgsql as $$ begin
         raise exception 'the record is append-only'; end $$""",
    """create trigger record_entry_no_change before update or delete or truncate on record_entry
       for each statement execute function record_entry_refuse()""",
]


def install(apps: Any, editor: Any) -> None:
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement, params=None)


def remove(apps: Any, editor: Any) -> None:
    raise RuntimeError("The record stays append-only; this migration is not undone.")


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
