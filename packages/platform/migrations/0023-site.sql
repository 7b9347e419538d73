-- How far the public site of a case is on its hosts, and which of several servers pushes it now. No words and no
-- customers: numbers, times and what each host came to.

create table anlauf.site_push (
  case_id       text        primary key,
  -- One server at a time; by the clock of the database, which all of them share.
  lease_owner   text,
  lease_until   timestamptz,
  -- The last edition that was pushed, the key that signed it, and the entry of the log it knew.
  sequence      bigint,
  signed_by     text,
  head          bigint,
  pushed_at     timestamptz,
  valid_until   timestamptz,
  next_by       timestamptz,
  is_busy       boolean     not null default false,
  -- What became of each host.
  targets       jsonb       not null default '[]',
  fails         integer     not null default 0,
  retry_at      timestamptz,
  failing_since timestamptz,
  alarmed       boolean     not null default false,
  -- The case is closed and every host shows its last edition.
  is_final      boolean     not null default false
);
