-- A stolen session is not the person: what would let the thief stay asks for the passkey itself, at that moment.
alter table anlauf.challenge drop constraint challenge_purpose_check;
alter table anlauf.challenge
  add constraint challenge_purpose_check check (purpose in ('register', 'sign-in', 'proof'));

-- Whether a link may add a passkey to a name that has some already: the person did it, a second one confirmed, or the
-- account of the host. Links that are open now were made under the old rule and live for an hour.
alter table anlauf.invitation add column further boolean not null default false;
