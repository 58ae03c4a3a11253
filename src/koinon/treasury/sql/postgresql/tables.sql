-- The ledger's tables for PostgreSQL 15+. Installed once by the room's first migration.
-- Text that identifies is compared byte by byte (collation C), whatever the database's language.
CREATE TABLE ledger_unit (
  code text COLLATE "C" NOT NULL PRIMARY KEY CHECK (code ~ '^[A-Z]{3}$'),
  exponent integer NOT NULL CHECK (exponent BETWEEN 0 AND 4)
);

CREATE TABLE ledger_fund (
  id text COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
  purpose text COLLATE "C" NOT NULL CHECK (length(purpose) <= 200)
);

CREATE TABLE ledger_period (
  id text COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
  state text COLLATE "C" NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed'))
);

CREATE TABLE ledger_account (
  id text COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
  fund text COLLATE "C" NOT NULL REFERENCES ledger_fund (id),
  unit text COLLATE "C" NOT NULL REFERENCES ledger_unit (code),
  code text COLLATE "C" NOT NULL CHECK (length(code) BETWEEN 1 AND 64),
  kind text COLLATE "C" NOT NULL
    CHECK (kind IN ('asset', 'liability', 'net_assets', 'revenue', 'expense', 'budget')),
  rule text COLLATE "C" NOT NULL
    CHECK (rule IN ('none', 'debits_within_credits', 'credits_within_debits')),
  programme text COLLATE "C" NOT NULL DEFAULT '',
  member text COLLATE "C" NOT NULL DEFAULT '',
  fiscal_year integer,
  closed boolean NOT NULL DEFAULT false,
  posted_debits bigint NOT NULL DEFAULT 0
    CHECK (posted_debits BETWEEN 0 AND 9007199254740991),
  posted_credits bigint NOT NULL DEFAULT 0
    CHECK (posted_credits BETWEEN 0 AND 9007199254740991),
  pending_debits bigint NOT NULL DEFAULT 0
    CHECK (pending_debits BETWEEN 0 AND 9007199254740991),
  pending_credits bigint NOT NULL DEFAULT 0
    CHECK (pending_credits BETWEEN 0 AND 9007199254740991),
  last_journal bigint NOT NULL DEFAULT 0,
  UNIQUE (fund, unit, code),
  UNIQUE (id, fund, unit),
  CONSTRAINT no_overdraft CHECK (
    CASE rule
      WHEN 'debits_within_credits' THEN posted_debits + pending_debits <= posted_credits
      WHEN 'credits_within_debits' THEN posted_credits + pending_credits <= posted_debits
      ELSE true
    END)
);

CREATE TABLE ledger_journal (
  n bigint NOT NULL PRIMARY KEY CHECK (n BETWEEN 1 AND 9007199254740991)
    REFERENCES record_entry (n) DEFERRABLE INITIALLY DEFERRED,
  lines integer NOT NULL CHECK (lines >= 1),
  kind text COLLATE "C" NOT NULL CHECK (length(kind) BETWEEN 1 AND 64),
  period text COLLATE "C" NOT NULL REFERENCES ledger_period (id),
  effective text COLLATE "C" NOT NULL
    CHECK (effective ~ '^\d{4}-\d\d-\d\d$'
      AND to_char(effective::date, 'YYYY-MM-DD') = effective),
  at_utc text COLLATE "C" NOT NULL
    CHECK (at_utc ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$'),
  authority text COLLATE "C" NOT NULL CHECK (length(authority) BETWEEN 1 AND 200),
  reverses bigint REFERENCES ledger_journal (n) CHECK (reverses < n)
);

CREATE UNIQUE INDEX ledger_journal_reversed_once
  ON ledger_journal (reverses) WHERE reverses IS NOT NULL;

CREATE TABLE ledger_transfer (
  journal bigint NOT NULL REFERENCES ledger_journal (n) DEFERRABLE INITIALLY DEFERRED,
  line integer NOT NULL CHECK (line >= 1),
  fund text COLLATE "C" NOT NULL,
  unit text COLLATE "C" NOT NULL,
  debit text COLLATE "C" NOT NULL,
  credit text COLLATE "C" NOT NULL,
  amount bigint NOT NULL CHECK (amount BETWEEN 1 AND 9007199254740991),
  phase text COLLATE "C" NOT NULL CHECK (phase IN ('posted', 'pending', 'post', 'void')),
  resolves_journal bigint,
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
);

CREATE UNIQUE INDEX ledger_transfer_resolved_once
  ON ledger_transfer (resolves_journal, resolves_line) WHERE resolves_journal IS NOT NULL;
CREATE INDEX ledger_transfer_debit ON ledger_transfer (debit, journal);
CREATE INDEX ledger_transfer_credit ON ledger_transfer (credit, journal);

