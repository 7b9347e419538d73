/**
 * Everything in a cluster that can run code, open doors or reach other machines, one row a thing: what
 * recovery calls N6. Each row: kind, name, text (for people), secret (only its digest is kept).
 */
export const clusterInventory = (canReadSecrets: boolean): string => `
select 'role' as kind, rolname::text as name,
  concat_ws(' ', case when rolsuper then 'SUPERUSER' end, case when rolcreaterole then 'CREATEROLE' end,
    case when rolcreatedb then 'CREATEDB' end, case when rolcanlogin then 'LOGIN' end,
    case when rolreplication then 'REPLICATION' end, case when rolbypassrls then 'BYPASSRLS' end,
    'valid until ' || rolvaliduntil::text) as text, ''::text as secret
from pg_roles where rolname !~ '^pg_'
union all
select 'membership', m.rolname || ' in ' || g.rolname, case when a.admin_option then 'WITH ADMIN OPTION' else '' end, ''
from pg_auth_members a join pg_roles g on g.oid = a.roleid join pg_roles m on m.oid = a.member
union all
select 'setting', concat_ws(' in ', coalesce(r.rolname, 'everybody'), d.datname, split_part(s.one, '=', 1)), s.one, ''
from pg_db_role_setting c cross join unnest(c.setconfig) as s(one)
  left join pg_roles r on r.oid = c.setrole left join pg_database d on d.oid = c.setdatabase
union all
select 'database', datname, concat_ws(' ', 'owner ' || pg_get_userbyid(datdba), datacl::text), '' from pg_database
union all
select 'tablespace', spcname, pg_tablespace_location(oid), '' from pg_tablespace where oid >= 16384
${
  canReadSecrets
    ? `union all
select 'password', rolname, 'set or changed', coalesce(rolpassword, '') from pg_authid where rolpassword is not null
union all
select 'subscription', d.datname || '.' || s.subname, case when s.subenabled then 'enabled' else 'disabled' end, s.subconninfo
from pg_subscription s join pg_database d on d.oid = s.subdbid`
    : ''
}`

export const databaseInventory = `
select 'function' as kind, p.oid::regprocedure::text as name, concat_ws(' ', 'language ' || l.lanname, 'owner ' || pg_get_userbyid(p.proowner),
    case when p.prosecdef then 'SECURITY DEFINER' end, p.proconfig::text, p.proacl::text, p.probin, left(p.prosrc, 2000)) as text, p.prosrc as secret
from pg_proc p join pg_language l on l.oid = p.prolang where p.oid >= 16384
union all
select 'built-in functions', 'all', count(*)::text || ' functions of PostgreSQL itself',
  string_agg(concat_ws(' ', p.oid, p.proname, p.prolang, p.prosecdef, p.provolatile, p.probin, md5(p.prosrc), p.proacl::text, p.proowner), ';' order by p.oid)
from pg_proc p where p.oid < 16384
union all
select 'trigger', t.tgrelid::regclass::text || '.' || t.tgname, concat_ws(' ', pg_get_triggerdef(t.oid), 'enabled ' || t.tgenabled::text), ''
from pg_trigger t where not t.tgisinternal
union all
select 'event trigger', e.evtname, concat_ws(' ', 'on', e.evtevent, e.evttags::text, 'executes', e.evtfoid::regprocedure::text, 'enabled ' || e.evtenabled::text), ''
from pg_event_trigger e
union all
select 'rule', r.ev_class::regclass::text || '.' || r.rulename, concat_ws(' ', left(pg_get_ruledef(r.oid), 2000), 'enabled ' || r.ev_enabled::text), pg_get_ruledef(r.oid)
from pg_rewrite r where r.ev_class >= 16384
union all
select 'policy', p.polrelid::regclass::text || '.' || p.polname, concat_ws(' ', p.polcmd::text, p.polroles::text, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)), ''
from pg_policy p
union all
select 'extension', e.extname, concat_ws(' ', e.extversion, 'in schema', e.extnamespace::regnamespace::text), '' from pg_extension e
union all
select 'language', l.lanname, concat_ws(' ', case when l.lanpltrusted then 'trusted' else 'UNTRUSTED' end, l.lanacl::text), '' from pg_language l
union all
select 'foreign-data wrapper', f.fdwname, f.fdwhandler::regproc::text, '' from pg_foreign_data_wrapper f
union all
select 'foreign server', s.srvname, concat_ws(' ', 'wrapper ' || f.fdwname, s.srvoptions::text, 'owner ' || pg_get_userbyid(s.srvowner)), ''
from pg_foreign_server s join pg_foreign_data_wrapper f on f.oid = s.srvfdw
union all
select 'user mapping', u.srvname || ' for ' || coalesce(u.usename::text, 'public'), '', coalesce(u.umoptions::text, '') from pg_user_mappings u
union all
select 'publication', p.pubname, case when p.puballtables then 'all tables' else 'some tables' end, '' from pg_publication p
union all
select 'privileges', c.oid::regclass::text, c.relacl::text, '' from pg_class c
where c.oid >= 16384 and c.relacl is not null and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
union all
select 'schema', n.nspname, concat_ws(' ', 'owner ' || pg_get_userbyid(n.nspowner), n.nspacl::text), '' from pg_namespace n
where n.nspname !~ '^pg_(?:toast|temp)'`
