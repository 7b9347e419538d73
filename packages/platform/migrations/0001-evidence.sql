-- Evidence: one row per entry, one hash chain per case. The entry is kept as the exact text that was hashed;
-- the other columns repeat what stands in it, so that the database can refuse a row that does not fit.

create table anlauf.evidence (
  case_id     text        not null,
  seq         bigint      not null,
  entry       text        not null,
  hash        text        not null,
  previous    text        not null,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (case_id, seq),
  constraint evidence_hash_is_of_entry
    check (hash = encode(sha256(convert_to(entry, 'UTF8')), 'hex')),
  -- Canonical JSON sorts its names, so prev and seq stand side by side and only once. Read as text: json
  -- functions refuse an escaped zero byte, which a file name from a damaged system may contain.
  constraint evidence_columns_repeat_entry
    check (
      strpos(entry, format('"prev":"%s","seq":%s,', previous, seq)) > 0
      and strpos(entry, '"case":' || to_json(case_id)::text) > 0
    )
);

comment on table anlauf.evidence is 'Append-only hash chains, one per case; recorded_at is for operators and is not part of the evidence.';

create function anlauf.refuse_evidence_change() returns trigger
language plpgsql as $$
begin
  raise exception 'evidence is append-only: % refused', lower(tg_op)
    using errcode = 'insufficient_privilege';
end
$$;

create trigger evidence_is_append_only
  before update or delete or truncate on anlauf.evidence
  for each statement execute function anlauf.refuse_evidence_change();

-- Also where a session has switched triggers off (session_replication_role = replica).
alter table anlauf.evidence enable always trigger evidence_is_append_only;

create function anlauf.require_next_entry() returns trigger
language plpgsql as $$
declare
  head_seq  bigint;
  head_hash text;
begin
  select seq, hash into head_seq, head_hash
    from anlauf.evidence
   where case_id = new.case_id
   order by seq desc
   limit 1;
  if not found then
    head_seq := 0;
    head_hash := repeat('0', 64);
  end if;
  if new.seq <> head_seq + 1 or new.previous <> head_hash then
    raise exception 'entry % of case % does not follow entry %', new.seq, new.case_id, head_seq
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end
$$;

create trigger evidence_continues_the_chain
  before insert on anlauf.evidence
  for each row execute function anlauf.require_next_entry();

alter table anlauf.evidence enable always trigger evidence_continues_the_chain;
