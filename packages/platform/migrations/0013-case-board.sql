-- What is known of a case after one of its entries, so that a start does not read a million. A cache: rows whose mac
-- does not fit, that another program version wrote, or that do not lie on the chain are treated as absent.

create table anlauf.case_board (
  case_id text        primary key,
  seq     bigint      not null,
  -- Hash of that entry: a board belongs to exactly this chain.
  head    text        not null,
  -- Names the code that computed it.
  version text        not null,
  mac     bytea       not null,
  board   bytea       not null,
  kept_at timestamptz not null default now()
);
alter table anlauf.case_board alter column board set storage external;

-- Filters of the timeline. The names stand last in the canonical form and only once outside of "data", so the last
-- place is the right one; values hold no bare quote, they are escaped.
create function anlauf.entry_kind(entry text) returns text
language sql immutable strict parallel safe as
$$ select substring(entry from '.*"kind":"([^"\\]*)"') $$;

create function anlauf.entry_object(entry text) returns text
language sql immutable strict parallel safe as
$$ select left(substring(entry from '.*,"object":"((?:[^"\\]|\\.)*)"'), 400) $$;

create index evidence_by_kind on anlauf.evidence (case_id, anlauf.entry_kind(entry), seq);
create index evidence_by_object on anlauf.evidence (case_id, anlauf.entry_object(entry), seq)
  where anlauf.entry_object(entry) is not null;
