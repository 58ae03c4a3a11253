-- The ledger's rules for PostgreSQL, installed again after every migration.
-- They bind the tables' owner as well. Each function names its schema before pg_temp, so that a
-- temporary table of the same name cannot stand in for a real one.

-- One writer at a time (the gate's own lock), reading what the previous writer committed.
CREATE OR REPLACE FUNCTION ledger_one_writer() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'ledger: write under READ COMMITTED';
  END IF;
  PERFORM pg_advisory_xact_lock(x'6B6F696E6F6E'::bigint);
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION ledger_never() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'ledger: % knows no %', TG_TABLE_NAME, TG_OP;
END $$;

-- What the journal `wanted` does to each account it touches; the only place that says it.
CREATE OR REPLACE FUNCTION ledger_effect(wanted bigint)
RETURNS TABLE (account text, posted_debits bigint, posted_credits bigint,
  pending_debits bigint, pending_credits bigint)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET enable_seqscan = off AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH line AS MATERIALIZED (
    SELECT t.debit, t.credit,
      CASE WHEN t.phase IN ('posted', 'post') THEN t.amount ELSE 0 END AS posted,
      CASE t.phase WHEN 'posted' THEN 0 WHEN 'pending' THEN t.amount ELSE -(
        SELECT r.amount FROM ledger_transfer AS r
        WHERE r.journal = t.resolves_journal AND r.line = t.resolves_line) END AS pending
    FROM ledger_transfer AS t WHERE t.journal = wanted)
  SELECT side.account, sum(side.posted_debits)::bigint, sum(side.posted_credits)::bigint,
    sum(side.pending_debits)::bigint, sum(side.pending_credits)::bigint
  FROM (
    SELECT debit, posted, 0, pending, 0 FROM line
    UNION ALL
    SELECT credit, 0, posted, 0, pending FROM line
  ) AS side (account, posted_debits, posted_credits, pending_debits, pending_credits)
  GROUP BY side.account;
END $$;

-- Periods: born open, closed once, never back.
CREATE OR REPLACE FUNCTION ledger_period_kept() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.state <> 'open' THEN
    RAISE EXCEPTION 'ledger: a period is born open';
  END IF;
  IF TG_OP = 'UPDATE' AND (NEW.id <> OLD.id OR OLD.state <> 'open' OR NEW.state <> 'closed') THEN
    RAISE EXCEPTION 'ledger: a period only goes from open to closed';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION ledger_account_born() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.closed OR (NEW.last_journal, NEW.posted_debits, NEW.posted_credits,
      NEW.pending_debits, NEW.pending_credits) <> (0, 0, 0, 0, 0) THEN
    RAISE EXCEPTION 'ledger: an account is born empty and open';
  END IF;
  RETURN NEW;
END $$;

-- The only changes an account's row knows: the exact effect of one journal, or closing it empty.
-- Transition tables have no statistics: nested loops over them would cost the square of their size.
CREATE OR REPLACE FUNCTION ledger_account_kept() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp SET enable_nestloop = off SET enable_hashjoin = on AS $$
DECLARE
  moved bigint := (SELECT max(last_journal) FROM after);
BEGIN
  IF EXISTS (
    SELECT FROM after AS a FULL JOIN before AS b USING (id)
    WHERE (a.fund, a.unit, a.code, a.kind, a.rule, a.programme, a.member, a.fiscal_year)
      IS DISTINCT FROM
        (b.fund, b.unit, b.code, b.kind, b.rule, b.programme, b.member, b.fiscal_year)) THEN
    RAISE EXCEPTION 'ledger: an account''s identity is never changed';
  END IF;
  IF EXISTS (SELECT FROM before WHERE closed) THEN
    RAISE EXCEPTION 'ledger: a closed account takes nothing';
  END IF;
  IF EXISTS (
    SELECT FROM after AS a JOIN before AS b USING (id)
    LEFT JOIN ledger_effect(moved) AS e ON e.account = a.id
    WHERE CASE WHEN a.last_journal = b.last_journal
      THEN NOT a.closed
        OR (a.posted_debits, a.posted_credits, a.pending_debits, a.pending_credits)
          <> (b.posted_debits, b.posted_credits, 0, 0)
        OR b.posted_debits <> b.posted_credits
        OR (b.pending_debits, b.pending_credits) <> (0, 0)
      ELSE a.closed
        OR a.last_journal < b.last_journal OR a.last_journal <> moved
        OR NOT EXISTS (SELECT FROM ledger_journal WHERE n = moved)
        OR (a.posted_debits - b.posted_debits, a.posted_credits - b.posted_credits,
            a.pending_debits - b.pending_debits, a.pending_credits - b.pending_credits)
          IS DISTINCT FROM
            (e.posted_debits, e.posted_credits, e.pending_debits, e.pending_credits)
      END) THEN
    RAISE EXCEPTION 'ledger: balances follow transfers only, and an account closes empty';
  END IF;
  RETURN NULL;
END $$;

-- Transfers are written before their journal; the journal's row seals them and gives them effect.
CREATE OR REPLACE FUNCTION ledger_transfer_once() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
  IF (SELECT min(journal) FROM added) <= (SELECT max(n) FROM ledger_journal) THEN
    RAISE EXCEPTION 'ledger: the journal is sealed and takes no further lines';
  END IF;
  RETURN NULL;
END $$;

-- Every line is looked up by primary key. The planner is told so, because a plan it makes while
-- the tables are small, and keeps, would later read all of them for each journal.
CREATE OR REPLACE FUNCTION ledger_journal_sealed() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
  IF EXISTS (SELECT FROM ledger_journal WHERE n > NEW.n) THEN
    RAISE EXCEPTION 'ledger: journals follow the order of the record, one for an entry';
  END IF;
  IF EXISTS (SELECT FROM record_entry WHERE n >= NEW.n) THEN
    RAISE EXCEPTION 'ledger: a journal is written together with its entry, not after it';
  END IF;
  IF NOT EXISTS (SELECT FROM ledger_period WHERE id = NEW.period AND state = 'open') THEN
    RAISE EXCEPTION 'ledger: the period is closed or does not exist';
  END IF;
  IF (SELECT (count(*), min(line), max(line)) IS DISTINCT FROM (NEW.lines::bigint, 1, NEW.lines)
      FROM ledger_transfer WHERE journal = NEW.n) THEN
    RAISE EXCEPTION 'ledger: the journal does not hold the lines it states';
  END IF;
  IF EXISTS (
    SELECT FROM ledger_transfer AS t
    LEFT JOIN ledger_account AS d ON d.id = t.debit
    LEFT JOIN ledger_account AS c ON c.id = t.credit
    WHERE t.journal = NEW.n
      AND ((d.fund, d.unit) IS DISTINCT FROM (t.fund, t.unit)
        OR (c.fund, c.unit) IS DISTINCT FROM (t.fund, t.unit))) THEN
    RAISE EXCEPTION 'ledger: a transfer joins two accounts of one fund and one unit';
  END IF;
  IF EXISTS (
    SELECT FROM ledger_transfer AS t
    LEFT JOIN ledger_transfer AS r
      ON r.journal = t.resolves_journal AND r.line = t.resolves_line
      AND r.phase = 'pending' AND r.journal IN (SELECT n FROM ledger_journal)
    WHERE t.journal = NEW.n AND t.phase IN ('post', 'void')
      AND ((r.debit, r.credit) IS DISTINCT FROM (t.debit, t.credit)
        OR t.amount > r.amount OR t.phase = 'void' AND t.amount < r.amount)) THEN
    RAISE EXCEPTION 'ledger: the line resolves no reservation, or more than was reserved';
  END IF;
  IF NEW.reverses IS NOT NULL AND (
    NEW.lines IS DISTINCT FROM (SELECT lines FROM ledger_journal WHERE n = NEW.reverses)
    OR EXISTS (
      SELECT FROM ledger_transfer AS o
      JOIN ledger_transfer AS r ON r.journal = NEW.n AND r.line = o.line
      WHERE o.journal = NEW.reverses
        AND ((r.debit, r.credit, r.amount, r.phase) <> (o.credit, o.debit, o.amount, 'posted')
          OR o.phase NOT IN ('posted', 'post')))) THEN
    RAISE EXCEPTION 'ledger: a journal is reversed once, whole, line by line';
  END IF;
  UPDATE ledger_account AS a SET
    posted_debits = a.posted_debits + e.posted_debits,
    posted_credits = a.posted_credits + e.posted_credits,
    pending_debits = a.pending_debits + e.pending_debits,
    pending_credits = a.pending_credits + e.pending_credits,
    last_journal = NEW.n
  FROM ledger_effect(NEW.n) AS e WHERE a.id = e.account;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER ledger_unit_kept BEFORE UPDATE OR DELETE OR TRUNCATE
  ON ledger_unit FOR EACH STATEMENT EXECUTE FUNCTION ledger_never();
CREATE OR REPLACE TRIGGER ledger_fund_kept BEFORE UPDATE OR DELETE OR TRUNCATE
  ON ledger_fund FOR EACH STATEMENT EXECUTE FUNCTION ledger_never();

CREATE OR REPLACE TRIGGER ledger_period_alone BEFORE INSERT OR UPDATE
  ON ledger_period FOR EACH STATEMENT EXECUTE FUNCTION ledger_one_writer();
CREATE OR REPLACE TRIGGER ledger_period_kept BEFORE INSERT OR UPDATE
  ON ledger_period FOR EACH ROW EXECUTE FUNCTION ledger_period_kept();
CREATE OR REPLACE TRIGGER ledger_period_stays BEFORE DELETE OR TRUNCATE
  ON ledger_period FOR EACH STATEMENT EXECUTE FUNCTION ledger_never();

CREATE OR REPLACE TRIGGER ledger_account_alone BEFORE INSERT OR UPDATE
  ON ledger_account FOR EACH STATEMENT EXECUTE FUNCTION ledger_one_writer();
CREATE OR REPLACE TRIGGER ledger_account_born BEFORE INSERT
  ON ledger_account FOR EACH ROW EXECUTE FUNCTION ledger_account_born();
CREATE OR REPLACE TRIGGER ledger_account_kept AFTER UPDATE
  ON ledger_account REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_account_kept();
CREATE OR REPLACE TRIGGER ledger_account_stays BEFORE DELETE OR TRUNCATE
  ON ledger_account FOR EACH STATEMENT EXECUTE FUNCTION ledger_never();

CREATE OR REPLACE TRIGGER ledger_transfer_alone BEFORE INSERT
  ON ledger_transfer FOR EACH STATEMENT EXECUTE FUNCTION ledger_one_writer();
CREATE OR REPLACE TRIGGER ledger_transfer_once AFTER INSERT
  ON ledger_transfer REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_transfer_once();
CREATE OR REPLACE TRIGGER ledger_transfer_kept BEFORE UPDATE OR DELETE OR TRUNCATE
  ON ledger_transfer FOR EACH STATEMENT EXECUTE FUNCTION ledger_never();

CREATE OR REPLACE TRIGGER ledger_journal_alone BEFORE INSERT
  ON ledger_journal FOR EACH STATEMENT EXECUTE FUNCTION ledger_one_writer();
CREATE OR REPLACE TRIGGER ledger_journal_sealed AFTER INSERT
  ON ledger_journal FOR EACH ROW EXECUTE FUNCTION ledger_journal_sealed();
CREATE OR REPLACE TRIGGER ledger_journal_kept BEFORE UPDATE OR DELETE OR TRUNCATE
  ON ledger_journal FOR EACH STATEMENT EXECUTE FUNCTION ledger_never();

-- They fire also in a session that replays replication (session_replication_role = replica).
DO $$
DECLARE
  own record;
BEGIN
  FOR own IN
    SELECT tgrelid::regclass AS tab, tgname FROM pg_trigger
    WHERE NOT tgisinternal AND starts_with(tgname, 'ledger_')
  LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', own.tab, own.tgname);
  END LOOP;
END $$;
