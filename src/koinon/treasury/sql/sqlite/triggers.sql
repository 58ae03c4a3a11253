-- The ledger's rules for SQLite, installed again after every migration.
-- A connection that never said PRAGMA foreign_keys=ON, or that switched CHECKs off, meets the
-- same refusals here: nothing below relies on either.

-- Units and funds: written once.
CREATE TRIGGER ledger_unit_once BEFORE INSERT ON ledger_unit
WHEN EXISTS (SELECT 1 FROM ledger_unit WHERE code = NEW.code)
BEGIN SELECT RAISE(ABORT, 'ledger: the unit exists already'); END;

CREATE TRIGGER ledger_unit_kept BEFORE UPDATE ON ledger_unit
BEGIN SELECT RAISE(ABORT, 'ledger: a unit is never changed'); END;

CREATE TRIGGER ledger_unit_stays BEFORE DELETE ON ledger_unit
BEGIN SELECT RAISE(ABORT, 'ledger: a unit is never deleted'); END;

CREATE TRIGGER ledger_fund_once BEFORE INSERT ON ledger_fund
WHEN EXISTS (SELECT 1 FROM ledger_fund WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'ledger: the fund exists already'); END;

CREATE TRIGGER ledger_fund_kept BEFORE UPDATE ON ledger_fund
BEGIN SELECT RAISE(ABORT, 'ledger: a fund is never changed'); END;

CREATE TRIGGER ledger_fund_stays BEFORE DELETE ON ledger_fund
BEGIN SELECT RAISE(ABORT, 'ledger: a fund is never deleted'); END;

-- Periods: born open, closed once, never back.
CREATE TRIGGER ledger_period_once BEFORE INSERT ON ledger_period
WHEN NEW.state <> 'open' OR EXISTS (SELECT 1 FROM ledger_period WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'ledger: a period is born open, once'); END;

CREATE TRIGGER ledger_period_kept BEFORE UPDATE ON ledger_period
WHEN NEW.id <> OLD.id OR OLD.state <> 'open' OR NEW.state <> 'closed'
BEGIN SELECT RAISE(ABORT, 'ledger: a period only goes from open to closed'); END;

CREATE TRIGGER ledger_period_stays BEFORE DELETE ON ledger_period
BEGIN SELECT RAISE(ABORT, 'ledger: a period is never deleted'); END;

-- Accounts: born empty, once, in a fund and a unit that exist.
CREATE TRIGGER ledger_account_born BEFORE INSERT ON ledger_account
BEGIN
  SELECT RAISE(ABORT, 'ledger: an account is born empty and open')
  WHERE (NEW.closed, NEW.last_journal) <> (0, 0)
    OR (NEW.posted_debits, NEW.posted_credits, NEW.pending_debits, NEW.pending_credits)
      <> (0, 0, 0, 0);
  SELECT RAISE(ABORT, 'ledger: the account exists already')
  WHERE EXISTS (SELECT 1 FROM ledger_account WHERE id = NEW.id)
    OR EXISTS (SELECT 1 FROM ledger_account
               WHERE fund = NEW.fund AND unit = NEW.unit AND code = NEW.code);
  SELECT RAISE(ABORT, 'ledger: the account''s fund or unit does not exist')
  WHERE NOT EXISTS (SELECT 1 FROM ledger_fund WHERE id = NEW.fund)
    OR NOT EXISTS (SELECT 1 FROM ledger_unit WHERE code = NEW.unit);
END;

CREATE TRIGGER ledger_account_stays BEFORE DELETE ON ledger_account
BEGIN SELECT RAISE(ABORT, 'ledger: an account is never deleted'); END;

-- The only changes an account's row knows: the exact effect of the transfers since its last
-- journal, up to one that is sealed; or closing it empty.
CREATE TRIGGER ledger_account_kept BEFORE UPDATE ON ledger_account
BEGIN
  SELECT RAISE(ABORT, 'ledger: an account''s identity is never changed')
  WHERE (NEW.id, NEW.fund, NEW.unit, NEW.code, NEW.kind, NEW.rule, NEW.programme, NEW.member)
      <> (OLD.id, OLD.fund, OLD.unit, OLD.code, OLD.kind, OLD.rule, OLD.programme, OLD.member)
    OR NEW.fiscal_year IS NOT OLD.fiscal_year;
  SELECT RAISE(ABORT, 'ledger: a closed account takes nothing') WHERE OLD.closed = 1;
  SELECT RAISE(ABORT, 'ledger: balances follow transfers only, and an account closes empty')
  WHERE CASE WHEN NEW.last_journal = OLD.last_journal
    THEN NEW.closed <> 1
      OR (NEW.posted_debits, NEW.posted_credits, NEW.pending_debits, NEW.pending_credits)
        <> (OLD.posted_debits, OLD.posted_credits, 0, 0)
      OR OLD.posted_credits <> OLD.posted_debits
      OR (OLD.pending_debits, OLD.pending_credits) <> (0, 0)
    ELSE NEW.closed <> OLD.closed
      OR NEW.last_journal < OLD.last_journal
      OR NOT EXISTS (SELECT 1 FROM ledger_journal WHERE n = NEW.last_journal)
      OR (NEW.posted_debits - OLD.posted_debits, NEW.posted_credits - OLD.posted_credits,
          NEW.pending_debits - OLD.pending_debits, NEW.pending_credits - OLD.pending_credits)
        IS NOT (SELECT sum(posted_debits), sum(posted_credits),
                  sum(pending_debits), sum(pending_credits)
                FROM ledger_effect WHERE account = NEW.id
                  AND journal > OLD.last_journal AND journal <= NEW.last_journal)
    END;
  SELECT RAISE(ABORT, 'ledger: the account would be overdrawn')
  WHERE min(NEW.posted_debits, NEW.posted_credits, NEW.pending_debits, NEW.pending_credits) < 0
    OR max(NEW.posted_debits, NEW.posted_credits, NEW.pending_debits, NEW.pending_credits)
      > 9007199254740991
    OR NEW.rule = 'debits_within_credits'
      AND NEW.posted_debits + NEW.pending_debits > NEW.posted_credits
    OR NEW.rule = 'credits_within_debits'
      AND NEW.posted_credits + NEW.pending_credits > NEW.posted_debits;
END;

-- Transfers are written before their journal; the journal's row seals them and gives them effect.
CREATE TRIGGER ledger_transfer_once BEFORE INSERT ON ledger_transfer
BEGIN
  SELECT RAISE(ABORT, 'ledger: the journal is sealed and takes no further lines')
  WHERE NEW.journal <= (SELECT max(n) FROM ledger_journal);
  SELECT RAISE(ABORT, 'ledger: the line exists already')
  WHERE EXISTS (SELECT 1 FROM ledger_transfer WHERE journal = NEW.journal AND line = NEW.line);
  SELECT RAISE(ABORT, 'ledger: the reservation is resolved already')
  WHERE NEW.resolves_journal IS NOT NULL AND EXISTS (
    SELECT 1 FROM ledger_transfer
    WHERE resolves_journal = NEW.resolves_journal AND resolves_line = NEW.resolves_line);
END;

CREATE TRIGGER ledger_transfer_kept BEFORE UPDATE ON ledger_transfer
BEGIN SELECT RAISE(ABORT, 'ledger: a transfer is never changed'); END;

CREATE TRIGGER ledger_transfer_stays BEFORE DELETE ON ledger_transfer
BEGIN SELECT RAISE(ABORT, 'ledger: a transfer is never deleted'); END;

CREATE TRIGGER ledger_journal_judged BEFORE INSERT ON ledger_journal
BEGIN
  SELECT RAISE(ABORT, 'ledger: journals follow the order of the record, one for an entry')
  WHERE NEW.n <= (SELECT max(n) FROM ledger_journal);
  SELECT RAISE(ABORT, 'ledger: a journal is written together with its entry, not after it')
  WHERE NEW.n <= (SELECT max(n) FROM record_entry);
  SELECT RAISE(ABORT, 'ledger: the period is closed or does not exist')
  WHERE NOT EXISTS (SELECT 1 FROM ledger_period WHERE id = NEW.period AND state = 'open');
  SELECT RAISE(ABORT, 'ledger: the journal does not hold the lines it states')
  WHERE (NEW.lines, 1, NEW.lines)
    IS NOT (SELECT count(*), min(line), max(line) FROM ledger_transfer WHERE journal = NEW.n);
  SELECT RAISE(ABORT, 'ledger: a transfer joins two accounts of one fund and one unit')
  WHERE EXISTS (
    SELECT 1 FROM ledger_transfer AS t
    LEFT JOIN ledger_account AS d ON d.id = t.debit
    LEFT JOIN ledger_account AS c ON c.id = t.credit
    WHERE t.journal = NEW.n
      AND (t.debit = t.credit OR t.amount NOT BETWEEN 1 AND 9007199254740991
        OR (d.fund, d.unit) IS NOT (t.fund, t.unit) OR (c.fund, c.unit) IS NOT (t.fund, t.unit)));
  SELECT RAISE(ABORT, 'ledger: the line resolves no reservation, or more than was reserved')
  WHERE EXISTS (
    SELECT 1 FROM ledger_transfer AS t
    LEFT JOIN ledger_transfer AS r
      ON r.journal = t.resolves_journal AND r.line = t.resolves_line
      AND r.phase = 'pending' AND r.journal IN (SELECT n FROM ledger_journal)
    WHERE t.journal = NEW.n
      AND CASE WHEN t.phase IN ('posted', 'pending') THEN t.resolves_journal IS NOT NULL
        ELSE (r.debit, r.credit) IS NOT (t.debit, t.credit)
          OR t.amount > r.amount OR t.phase = 'void' AND t.amount < r.amount END);
  SELECT RAISE(ABORT, 'ledger: a journal is reversed once, whole, line by line')
  WHERE NEW.reverses IS NOT NULL AND (
    EXISTS (SELECT 1 FROM ledger_journal WHERE reverses = NEW.reverses)
    OR NEW.lines IS NOT (SELECT lines FROM ledger_journal WHERE n = NEW.reverses)
    OR EXISTS (
      SELECT 1 FROM ledger_transfer AS o
      JOIN ledger_transfer AS r ON r.journal = NEW.n AND r.line = o.line
      WHERE o.journal = NEW.reverses
        AND ((r.debit, r.credit, r.amount, r.phase) <> (o.credit, o.debit, o.amount, 'posted')
          OR o.phase NOT IN ('posted', 'post'))));
END;

CREATE TRIGGER ledger_journal_applied AFTER INSERT ON ledger_journal
BEGIN
  UPDATE ledger_account SET
    posted_debits = ledger_account.posted_debits + e.posted_debits,
    posted_credits = ledger_account.posted_credits + e.posted_credits,
    pending_debits = ledger_account.pending_debits + e.pending_debits,
    pending_credits = ledger_account.pending_credits + e.pending_credits,
    last_journal = NEW.n
  FROM (
    SELECT account, sum(posted_debits) AS posted_debits, sum(posted_credits) AS posted_credits,
      sum(pending_debits) AS pending_debits, sum(pending_credits) AS pending_credits
    FROM ledger_effect WHERE journal = NEW.n GROUP BY account) AS e
  WHERE ledger_account.id = e.account;
END;

CREATE TRIGGER ledger_journal_kept BEFORE UPDATE ON ledger_journal
BEGIN SELECT RAISE(ABORT, 'ledger: a journal is never changed'); END;

CREATE TRIGGER ledger_journal_stays BEFORE DELETE ON ledger_journal
BEGIN SELECT RAISE(ABORT, 'ledger: a journal is never deleted'); END;
