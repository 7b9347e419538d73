-- The words of notices, reports and letters. Names and addresses stand in them: the evidence log knows their hashes only,
-- and rows can be deleted when their period of retention is over.

create table anlauf.duty_draft (
  case_id      text        not null,
  content_hash text        not null check (content_hash ~ '^[0-9a-f]{64}$'),
  -- As the log names it: duty, tenant or group, language.
  filing       text        not null,
  content      text        not null,
  made_at      timestamptz not null default now(),
  primary key (case_id, content_hash)
);
