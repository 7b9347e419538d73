-- Work that people asked for over the API, one row a try. The queue's engine knows only the id; what is done, how far
-- it is and what came of it stands here. Figures only: no path, no name of a file, no secret.

create sequence anlauf.job_revision;

create table anlauf.job (
  -- case:kind:unit:attempt; "*" stands for all units.
  id         text        primary key,
  case_id    text        not null,
  kind       text        not null,
  unit       text,
  attempt    int         not null check (attempt > 0),
  options    jsonb       not null,
  asked_by   text        not null,
  asked_at   timestamptz not null,
  state      text        not null check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  -- Who does it now: a worker that lost it finds another one here and stops.
  runner     text,
  tries      int         not null default 0,
  started_at timestamptz,
  ended_at   timestamptz,
  -- When its program was last heard of; a job whose worker died has an old one.
  beat_at    timestamptz,
  counters   jsonb,
  result     jsonb,
  failure    jsonb,
  revision   bigint      not null default nextval('anlauf.job_revision')
);

create index job_of_case on anlauf.job (case_id, asked_at desc);
create index job_change on anlauf.job (case_id, revision);

-- Nobody starts the same work twice at once.
create unique index job_open_once on anlauf.job (case_id, kind, coalesce(unit, '*'))
  where state in ('waiting', 'running');

-- How fast it went: one row in ten seconds at most, for the curves and for what "when is it back" rests on.
create table anlauf.job_sample (
  job_id           text        not null references anlauf.job (id) on delete cascade,
  at               timestamptz not null,
  phase            text        not null,
  done             bigint      not null,
  bytes_done       bigint,
  bytes_per_second double precision not null,
  primary key (job_id, at)
);

create function anlauf.signal_job() returns trigger
language plpgsql as $$
begin
  -- Who follows a case hears of its work on the same channel: a notice says "look", nothing more.
  perform pg_notify('anlauf_evidence', new.case_id);
  return null;
end
$$;

create trigger job_signals_listeners
  after insert or update on anlauf.job
  for each row execute function anlauf.signal_job();
