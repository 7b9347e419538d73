-- Verdicts of scanners that are already known: content x engine x engine version x rule set. `mac` covers every
-- column with a key that is not in the database; rows whose mac does not fit are treated as absent.
-- `unknown` is never kept: a content that could not be judged is scanned again.

create table anlauf.verdict_cache (
  content_key     text        not null,
  engine          text        not null,
  version         text        not null,
  rule_set_digest text        not null,
  verdict         text        not null check (verdict in ('clean', 'suspicious', 'infected')),
  matches         json        not null,
  cause           text,
  mac             bytea       not null,
  stored_at       timestamptz not null default now(),
  primary key (content_key, engine, version, rule_set_digest)
);
