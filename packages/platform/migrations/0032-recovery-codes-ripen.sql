-- Whoever has a session and the passkey for a minute could replace the codes in the owner's envelope unseen. New ones that
-- the person asks for beside good old ones count only after a while; the old ones count until then.
alter table anlauf.recovery_code add column counts_from timestamptz not null default '-infinity';
alter table anlauf.recovery_code add column counts_until timestamptz not null default 'infinity';

-- The second person is told how old the codes are: in the middle of an incident new ones are a reason to ask.
alter table anlauf.recovery add column code_made_at timestamptz;
