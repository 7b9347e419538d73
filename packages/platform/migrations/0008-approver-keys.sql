-- Which passkeys may sign. A passkey opens sessions from its registration on; it signs only when two people vouched for
-- it, or when it came in by a link that the server's own account made. Vouchers are signatures, kept whole: cases copy
-- them into their evidence, where anybody can check them.

alter table anlauf.invitation add column by_account boolean not null default false;

alter table anlauf.passkey
  -- The domain it works for; passkeys from before this do not sign.
  add column rp_id   text,
  -- The roles that it was registered for: what vouchers are about. Later roles of the person need another passkey.
  add column roles   text[],
  -- Which account let it in, where nobody vouched.
  add column genesis text,
  add column revoked_at timestamptz,
  add column revoked_by text,
  add column revoked_for text;

create table anlauf.voucher (
  credential_id      text        not null references anlauf.passkey (credential_id),
  person             text        not null,
  key_id             text        not null check (key_id ~ '^[0-9a-f]{64}$'),
  signature          text        not null,
  authenticator_data text        not null,
  client_data        text        not null,
  given_at           timestamptz not null,
  primary key (credential_id, person)
);
