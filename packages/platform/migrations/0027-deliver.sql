-- Mails that a person stopped, by the beginning of their keys: also those that are put in afterwards.
create table anlauf.mail_hold (
  key_prefix text        primary key check (length(key_prefix) between 1 and 200),
  held_at    timestamptz not null
);
