-- A customer's window into a case: a token that shows what happened to the own data, and nothing else.

create table anlauf.tenant_token (
  token_hash bytea       primary key check (octet_length(token_hash) = 32),
  case_id    text        not null,
  tenant     text        not null check (tenant <> ''),
  made_by    text        not null,
  made_at    timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index tenant_token_of on anlauf.tenant_token (case_id, tenant);

-- Whoever serves a tenant does it as this role, with app.case and app.tenant set for the transaction. Then the database
-- itself shows rows of that tenant only, whatever our code asks for.
do $$
begin
  create role anlauf_tenant nologin;
exception when duplicate_object or unique_violation or insufficient_privilege then null;
end
$$;

do $$
begin
  execute format('grant anlauf_tenant to %I', current_user);
  grant usage on schema anlauf to anlauf_tenant;
  grant select on anlauf.evidence to anlauf_tenant;
exception when undefined_object or insufficient_privilege then
  raise notice 'no role anlauf_tenant: windows for tenants stay shut until an administrator creates it';
end
$$;

-- True for an entry about this tenant's unit. Canonical JSON sorts its names, so kind, object, prev and seq stand in this
-- order at the end of the outer object; prev and seq are names that nothing nested may use, and quotes inside texts are
-- escaped: the text before them can stand nowhere else. What is about the whole case, or a file, has another object.
create function anlauf.is_of_tenant(entry text, previous text, seq bigint, tenant text) returns boolean
language sql immutable parallel safe as $$
  select tenant <> ''
     and strpos(entry, mark.object) > 0
     and split_part(entry, mark.object, 1) ~ '"kind":"unit\.[A-Za-z]+",$'
    from (select format('"object":%s,"prev":"%s","seq":%s,', to_json(tenant), previous, seq)) as mark(object)
$$;

alter table anlauf.evidence enable row level security;

do $$
begin
  create policy tenant_reads_its_own on anlauf.evidence for select to anlauf_tenant
    using (
      case_id = current_setting('app.case', true)
      and anlauf.is_of_tenant(entry, previous, seq, coalesce(current_setting('app.tenant', true), ''))
    );
exception when undefined_object then null;
end
$$;
