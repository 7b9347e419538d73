import { sentence } from '../content/words.ts'
import type { Random } from '../random.ts'

/** The shared application's database: all tenants in the same tables. */
export const pooledDatabase = 'consult'

/** Tables whose rows the drill counts, each with how a row belongs to a tenant in the drill's own words. */
export const ownedRows: Readonly<Record<string, string>> = {
  tenant: 'select t from tenant t where t.id = $',
  country:
    'select c from country c where exists (select from client x where x.tenant_id = $ and x.country = c.code)',
  client: 'select c from client c where c.tenant_id = $',
  policy: 'select p from policy p join client c on c.id = p.client_id where c.tenant_id = $',
  claim:
    'select l from claim l join policy p on p.id = l.policy_id join client c on c.id = p.client_id where c.tenant_id = $',
  document: 'select d from document d join client c on c.id = d.client_id where c.tenant_id = $',
  // A handover between two tenants is nobody's alone.
  handover: `select h from handover h join client a on a.id = h.from_client join client b on b.id = h.to_client
    where a.tenant_id = $ and b.tenant_id = $`,
}

/** Columns by which a slice finds a tenant's rows. */
export const tenantColumns = ['tenant_id', 'tenant.id']

const clientsPerTenant = 120
const countries = ['de', 'at', 'ch', 'nl', 'pl']

/** SQL that makes and fills it: equal seeds, equal rows. */
export function pooledSql(tenants: readonly string[], random: Random): string {
  const rows: Record<string, string[]> = { client: [], policy: [], claim: [], document: [], handover: [] }
  const add = (table: string, ...values: (string | number)[]): void =>
    void rows[table]?.push(`(${values.map(literal).join(', ')})`)
  let [client, policy, claim, document] = [0, 0, 0, 0]
  for (const tenant of tenants.keys()) {
    for (let at = 0; at < clientsPerTenant; at += 1) {
      client += 1
      add('client', client, tenant + 1, sentence(random), random.pick(countries))
      for (let policies = 1 + random.below(3); policies > 0; policies -= 1) {
        policy += 1
        add('policy', policy, client, sentence(random), 100 + random.below(90_000))
        if (random.chance(0.4)) add('claim', (claim += 1), policy, sentence(random), random.below(5000))
      }
      if (random.chance(0.3)) {
        document += 1
        const bytes = random.bytes(200 + random.below(6000)).toString('hex')
        rows['document']?.push(`(${document}, ${client}, decode('${bytes}', 'hex'))`)
      }
    }
  }
  for (let at = 1; at <= 20; at += 1) {
    add('handover', at, 1 + random.below(client), 1 + random.below(client))
  }
  const named = tenants.map((tenant, at) => `(${at + 1}, ${literal(tenant)})`)
  return `
create table country (code text primary key);
insert into country values ${countries.map((code) => `('${code}')`).join(', ')};
create table tenant (id int primary key, name text not null);
insert into tenant values ${named.join(', ')};
create table client (id int primary key, tenant_id int references tenant, note text, country text references country);
create table policy (id int primary key, client_id int references client, terms text, premium int);
create table claim (id int primary key, policy_id int references policy, what text, paid int);
create table document (id int primary key, client_id int references client, content bytea);
create table handover (id int primary key, from_client int references client, to_client int references client);
${Object.entries(rows)
  .map(([table, list]) => `insert into ${table} values ${list.join(',\n')};`)
  .join('\n')}
create index on policy (client_id); create index on claim (policy_id);
`
}

/** A day's work between backup and attack: it is in the log alone. */
export function workingDaySql(random: Random): string {
  const clients = Array.from({ length: 30 }, () => 1 + random.below(clientsPerTenant * 3))
  return clients
    .map(
      (client, at) =>
        `update client set note = note || ${literal(` ${sentence(random)}`)} where id = ${client};
insert into policy values (${900_000 + at}, ${client}, ${literal(sentence(random))}, ${random.below(500)});`,
    )
    .join('\n')
}

/** Kind and name of each thing that `attackSql` plants, as an inventory says it. */
export const plantedThings = [
  'role maintenance',
  'function public.keep_access()',
  'event trigger keep_access',
]

/** What the attacker does from inside: a way back in, then the damage. */
export const attackSql = {
  planted: `create role maintenance superuser login password 'only for this drill';
create function keep_access() returns event_trigger language plpgsql security definer as 'begin null; end';
create event trigger keep_access on ddl_command_end execute function keep_access();`,
  damage: `update policy set terms = md5(terms), premium = 0;
delete from claim;
drop table document cascade;`,
}

function literal(value: string | number): string {
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`
}
