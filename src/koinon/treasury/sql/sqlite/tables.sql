-- The ledger's tables for SQLite 3.38+. Installed once by the room's first migration.
-- Every table is STRICT (an amount of 0.5 or '7' is refused) and WITHOUT ROWID: no automatic ids,
-- and no hidden rowid through which INSERT OR REPLACE could take another row's place.
CREATE TABLE ledger_unit (
  code text NOT NULL PRIMARY KEY CHECK (code GLOB '[A-Z][A-Z][A-Z]'),
  exponent integer NOT NULL CHECK (exponent BETWEEN 0 AND 4)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger_fund (
  id text NOT NULL PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
  purpose text NOT NULL CHECK (length(purpose) <= 200)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger_period (
  id text NOT NULL PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed'))
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger_account (
  id text NOT NULL PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
  fund text NOT NULL REFERENCES ledger_fund (id),
  unit text NOT NULL REFERENCES ledger_unit (code),
  code text NOT NULL CHECK (length(code) BETWEEN 1 AND 64),
  kind text NOT NULL
    CHECK (kind IN ('asset', 'liability', 'net_assets', 'revenue', 'expense', 'budget')),
  rule text NOT NULL
    CHECK (rule IN ('none', 'debits_within_credits', 'credits_within_debits')),
  programme text NOT NULL DEFAULT '',
  member text NOT NULL DEFAULT '',
  fiscal_year integer,
  closed integer NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)),
  posted_debits integer NOT NULL DEFAULT 0
    CHECK (posted_debits BETWEEN 0 AND 9007199254740991),
  posted_credits integer NOT NULL DEFAULT 0
    CHECK (posted_credits BETWEEN 0 AND 9007199254740991),
  pending_debits integer NOT NULL DEFAULT 0
    CHECK (pending_debits BETWEEN 0 AND 9007199254740991),
  pending_credits integer NOT NULL DEFAULT 0
    CHECK (pending_credits BETWEEN 0 AND 9007199254740991),
  last_journal integer NOT NULL DEFAULT 0,
  UNIQUE (fund, unit, code),
  UNIQUE (id, fund, unit),
  CONSTRAINT no_overdraft CHECK (
    CASE rule
      WHEN 'debits_within_credits' THEN posted_debits + pending_debits <= posted_credits
      WHEN 'credits_within_debits' THEN posted_credits + pending_credits <= posted_debits
      ELSE 1
    END)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger_journal (
  n integer NOT NULL PRIMARY KEY CHECK (n BETWEEN 1 AND 9007199254740991)
    REFERENCES record_entry (n) DEFERRABLE INITIALLY DEFERRED,
  lines integer NOT NULL CHECK (lines >= 1),
  kind text NOT NULL CHECK (length(kind) BETWEEN 1 AND 64),
  period text NOT NULL REFERENCES ledger_period (id),
  effective text NOT NULL CHECK (effective = date(effective, '+0 days')),
  at_utc text NOT NULL CHECK (
    at_utc GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]Z'),
  authority text NOT NULL CHECK (length(authority) BETWEEN 1 AND 200),
  reverses integer REFERENCES ledger_journal (n) CHECK (reverses < n)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX ledger_journal_reversed_once
  ON ledger_journal (reverses) WHERE reverses IS NOT NULL;

CREATE TABLE ledger_transfer (
  journal integer NOT NULL REFERENCES ledger_journal (n) DEFERRABLE INITIALLY DEFERRED,
  line integer NOT NULL CHECK (line >= 1),
  fund text NOT NULL,
  unit text NOT NULL,
  debit text NOT NULL,
  credit text NOT NULL,
  amount integer NOT NULL CHECK (amount BETWEEN 1 AND 9007199254740991),
  phase text NOT NULL CHECK (phase IN ('posted', 'pending', 'post', 'void')),
  resolves_journal integer,
  resolves_line integer,
  PRIMARY KEY (journal, line),
  FOREIGN KEY (debit, fund, unit) REFERENCES ledger_account (id, fund, unit),
  FOREIGN KEY (credit, fund, unit) REFERENCES ledger_account (id, fund, unit),
  FOREIGN KEY (resolves_journal, resolves_line) REFERENCES ledger_transfer (journal, line),
  CONSTRAINT two_sides CHECK (debit <> credit),
  CONSTRAINT resolution_names_reservation CHECK (
    (phase IN ('post', 'void')) = (resolves_journal IS NOT NULL)
    AND (resolves_journal IS NULL) = (resolves_line IS NULL)),
  CONSTRAINT resolution_comes_later CHECK (resolves_journal < journal)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX ledger_transfer_resolved_once
  ON ledger_transfer (resolves_journal, resolves_line) WHERE resolves_journal IS NOT NULL;
CREATE INDEX ledger_transfer_debit ON ledger_transfer (debit, journal);
CREATE INDEX ledger_transfer_credit ON ledger_transfer (credit, journal);

-- What each line does to each of its two accounts; the only place that says it.
CREATE VIEW ledger_effect AS
SELECT journal, debit AS account,
  CASE WHEN phase IN ('posted', 'post') THEN amount ELSE 0 END AS posted_debits,
  0 AS posted_credits,
  CASE phase WHEN 'posted' THEN 0 WHEN 'pending' THEN amount ELSE -(
    SELECT r.amount FROM ledger_transfer AS r
    WHERE r.journal = t.resolves_journal AND r.line = t.resolves_line) END AS pending_debits,
  0 AS pending_credits
FROM ledger_transfer AS t
UNION ALL
SELECT journal, credit,
  0,
  CASE WHEN phase IN ('posted', 'post') THEN amount ELSE 0 END,
  0,
  CASE phase WHEN 'posted' THEN 0 WHEN 'pending' THEN amount ELSE -(
    SELECT r.amount FROM ledger_transfer AS r
    WHERE r.journal = t.resolves_journal AND r.line = t.resolves_line) END
FROM ledger_transfer AS t;
