-- What each customer was told, word by word. The log holds its hash; here lies the text, which has the customer's name
-- and what was found about it, and can be deleted when its time is over.

create table anlauf.statement (
  case_id      text        not null,
  tenant       text        not null check (tenant <> ''),
  revision     integer     not null check (revision > 0),
  -- Of a draft there can be several; the log says which one is meant.
  content_hash bytea       not null check (octet_length(content_hash) = 32),
  -- Canonical JSON: these bytes are hashed and signed.
  content      text        not null,
  primary key (case_id, tenant, content_hash)
);

-- Whoever reads for a tenant sees that tenant's statements only, whatever our code asks for (see 0009).
alter table anlauf.statement enable row level security;

do $$
begin
  grant select on anlauf.statement to anlauf_tenant;
  create policy tenant_reads_its_own on anlauf.statement for select to anlauf_tenant
    using (
      case_id = current_setting('app.case', true)
      and tenant = coalesce(current_setting('app.tenant', true), '')
    );
exception when undefined_object then
  raise notice 'no role anlauf_tenant: windows for tenants stay shut until an administrator creates it';
end
$$;
