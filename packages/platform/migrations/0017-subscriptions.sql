-- Who wants to hear of a case by mail. Personal data: the evidence log knows ids, counts and hashes only, and a row can be
-- deleted. An ended subscription keeps no address, only the keyed hash by which a list cannot bring it back.

create table anlauf.subscription (
  -- Random; links and the log know nothing else of a subscriber.
  id           text        primary key check (id ~ '^[0-9a-f]{32}$'),
  case_id      text        not null,
  -- HMAC-SHA-256 of the address in small letters: one subscription for each address and case.
  address_key  bytea       not null check (octet_length(address_key) = 32),
  -- HMAC-SHA-256 of the mailbox behind it, for limits.
  mailbox_key  bytea       not null check (octet_length(mailbox_key) = 32),
  address      text        check (address is null or length(address) <= 254),
  stage        text        not null check (stage in ('pending', 'confirmed', 'ended')),
  language     text        not null check (language in ('de', 'en')),
  kinds        text        not null check (kinds in ('all', 'releases', 'advisories')),
  services     text[]      not null,
  source       text        not null check (source in ('self', 'operator', 'import')),
  consent      text,
  round        integer     not null,
  asked_at     timestamptz not null,
  confirmed_at timestamptz,
  ended_at     timestamptz,
  held_at      timestamptz,
  held_why     text        check (held_why in ('bounced', 'policy-refused', 'complaint')),
  -- The mail that waits to be sent, and since when.
  owes         text        check (owes in ('opt-in', 'manage-link')),
  owes_since   timestamptz,
  unique (case_id, address_key),
  check ((address is null) = (stage = 'ended'))
);
create index subscription_to_tell on anlauf.subscription (case_id, id) where stage = 'confirmed' and held_at is null;
create index subscription_owes on anlauf.subscription (owes_since) where owes is not null;
create index subscription_pending on anlauf.subscription (asked_at) where stage = 'pending';

-- Mails that a stranger can cause: what was sent to which mailbox, so that nobody's is filled. Kept for a day.
create table anlauf.opt_in_mail (
  mailbox_key bytea       not null,
  domain_key  bytea       not null,
  sent_at     timestamptz not null
);
create index opt_in_mail_of_mailbox on anlauf.opt_in_mail (mailbox_key, sent_at);
create index opt_in_mail_of_domain on anlauf.opt_in_mail (domain_key, sent_at);
create index opt_in_mail_by_time on anlauf.opt_in_mail (sent_at);

-- How far the telling of an update is: subscribers up to this id have their mail in the spool, or were not concerned.
create table anlauf.subscription_telling (
  case_id    text        not null,
  number     integer     not null,
  told_up_to text        not null default '',
  recipients integer     not null default 0,
  -- SHA-256, continued batch by batch, over the ids of those who were told.
  digest     text        not null default '',
  begun_at   timestamptz not null,
  done_at    timestamptz,
  primary key (case_id, number)
);

-- Programs that want to hear of a case. An address may hold a secret of its owner (chat programs do that): it is shown to
-- nobody whole and never written into the log.
create table anlauf.webhook_endpoint (
  id          text        primary key,
  case_id     text        not null,
  -- Whose key signs, and whose events it gets: everybody's or one customer's.
  tenant      text,
  url         text        not null check (length(url) <= 2000),
  flavour     text        not null check (flavour in ('standard', 'slack', 'teams', 'matrix')),
  language    text        not null check (language in ('de', 'en')),
  -- On this machine, without TLS: for exercises only.
  is_loopback boolean     not null,
  added_at    timestamptz not null,
  stage       text        not null check (stage in ('active', 'held', 'disabled')),
  stage_at    timestamptz not null,
  stage_why   text
);
create index webhook_endpoint_of on anlauf.webhook_endpoint (case_id, id);

-- One event for one endpoint. The id is the receiver's key against doubles and stays over all attempts.
create table anlauf.webhook_message (
  id          text        primary key,
  endpoint_id text        not null references anlauf.webhook_endpoint on delete cascade,
  event       text        not null,
  body        text        not null,
  made_at     timestamptz not null,
  attempts    integer     not null default 0,
  -- When it is tried next; null when it is over.
  next_at     timestamptz,
  outcome     text        check (outcome in ('delivered', 'given-up', 'withheld')),
  unique (endpoint_id, event)
);
create index webhook_message_due on anlauf.webhook_message (next_at) where next_at is not null;

create table anlauf.webhook_attempt (
  message_id  text        not null references anlauf.webhook_message on delete cascade,
  endpoint_id text        not null references anlauf.webhook_endpoint on delete cascade,
  at          timestamptz not null,
  -- What the receiver answered, or in a word why there was no answer.
  status      integer,
  failure     text,
  took_ms     integer     not null
);
create index webhook_attempt_of_endpoint on anlauf.webhook_attempt (endpoint_id, at);
create index webhook_attempt_of_message on anlauf.webhook_attempt (message_id);

-- Which events every endpoint of a case has in its queue.
create table anlauf.webhook_telling (
  case_id text        not null,
  event   text        not null,
  at      timestamptz not null,
  primary key (case_id, event)
);

-- Generations of signing keys; the private halves follow from <home>/webhook.key and never lie here.
create table anlauf.webhook_key (
  scope      text        not null,
  generation integer     not null,
  public_key text        not null,
  made_at    timestamptz not null,
  -- From then on it signs nothing more; null for the newest.
  retires_at timestamptz,
  primary key (scope, generation)
);
