-- Who reads the evidence of which case, gathered for a quarter of an hour; then it is one entry of the chain
-- "anlauf.access" and leaves here. Kept in a table so that a crash forgets nobody.

create table anlauf.evidence_read (
  reader   text        not null,
  -- SHA-256 of the session's token; empty for a program of the account.
  session  bytea       not null,
  case_id  text        not null,
  quarter  timestamptz not null,
  key_id   text,
  from_seq bigint      not null check (from_seq > 0),
  to_seq   bigint      not null check (to_seq >= from_seq),
  primary key (reader, session, case_id, quarter)
);
