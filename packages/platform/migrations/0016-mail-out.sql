-- Mail on its way to one recipient each. A row is written before anything is sent, and says "sent" before the first byte
-- of the mail goes over the wire: a row that still says so when its sender's lease has ended is of unknown outcome.

create table anlauf.mail_out (
  id           bigint      generated always as identity primary key,
  -- Message, recipient and channel: the same mail is never put in twice.
  key          text        not null unique check (length(key) between 1 and 200),
  class        text        not null check (class in ('A', 'B', 'C')),
  case_id      text,
  -- What the case said when the mail was put in; decides by itself which relay and which mailbox are used.
  exercise     boolean     not null,
  recipient    text        not null,
  -- Other addresses of the same person, for when the first one is refused by policy.
  alternates   text[]      not null default '{}',
  subject      text        not null,
  body         text        not null,
  headers      jsonb       not null default '{}',
  content_hash bytea       not null,
  -- Part of the envelope sender: a bounce that does not carry it is not ours.
  token        text        not null unique,
  state        text        not null check (state in ('queued', 'held', 'sent', 'accepted', 'delivered', 'delayed', 'bounced',
                                                     'policy-refused', 'acknowledged', 'call-task', 'failed')),
  -- Why it is held, a call or failed.
  reason       text,
  -- Codes of the last answer, never its words: they quote addresses.
  reply        text,
  attempts     int         not null default 0,
  queued_at    timestamptz not null,
  next_at      timestamptz not null,
  give_up_at   timestamptz not null,
  lease_owner  text,
  lease_until  timestamptz,
  sent_at      timestamptz,
  -- Which state the log of the case knows.
  told_state   text
);

create index mail_out_due on anlauf.mail_out (class, next_at, id) where state in ('queued', 'held', 'sent');
create index mail_out_of_case on anlauf.mail_out (case_id, id);
create index mail_out_untold on anlauf.mail_out (case_id) where class = 'A' and told_state is distinct from state;

create table anlauf.mail_out_part (
  mail_id bigint not null references anlauf.mail_out (id) on delete cascade,
  place   int    not null,
  name    text   not null,
  type    text   not null,
  content bytea  not null,
  primary key (mail_id, place)
);

-- What became of a mail, and when: one row a change of state.
create table anlauf.mail_out_change (
  mail_id bigint      not null references anlauf.mail_out (id) on delete cascade,
  at      timestamptz not null default clock_timestamp(),
  state   text        not null,
  reason  text,
  reply   text,
  attempt int         not null
);
create index mail_out_change_of on anlauf.mail_out_change (mail_id, at);

create function anlauf.keep_mail_out_change() returns trigger
language plpgsql as $$
begin
  insert into anlauf.mail_out_change (mail_id, state, reason, reply, attempt)
    values (new.id, new.state, new.reason, new.reply, new.attempts);
  return null;
end
$$;

create trigger mail_out_put_in after insert on anlauf.mail_out
  for each row execute function anlauf.keep_mail_out_change();
create trigger mail_out_changes after update of state on anlauf.mail_out
  for each row when (old.state is distinct from new.state) execute function anlauf.keep_mail_out_change();

-- What proves that a person got a notice: the link in the mail (its hash), the code on the call sheet. Deleted with the
-- personal data of the case; the log knows the recipient by id.
create table anlauf.notice_proof (
  case_id    text  not null,
  notice     text  not null,
  recipient  text  not null,
  token_hash bytea not null unique,
  -- Read back by whoever is called.
  code       text  not null,
  primary key (case_id, notice, recipient)
);
