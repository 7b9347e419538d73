import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import fc from 'fast-check'

import { type Estate, impactOf, lintEstate, parseEstate, restartOrder, tenantOf } from './index.ts'

const file = new URL('../../../../../examples/estate.yaml', import.meta.url)
const text = readFileSync(file, 'utf8')

function example(): Estate {
  const result = parseEstate(text, 'estate.yaml')
  assert.ok('estate' in result, JSON.stringify(result))
  return result.estate
}

test('the example is sound, frozen, lints clean and uses documentation addresses only', () => {
  const estate = example()
  assert.ok(estate.tenants.length >= 4)
  assert.ok(Object.isFrozen(estate.tenants[0]?.subscriptions))
  assert.deepEqual(
    lintEstate(estate).filter(({ rule }) => rule !== 'service-without-data'),
    [],
  )
  for (const address of estate.systems.flatMap(({ addresses }) => addresses)) {
    assert.match(address, /^(192\.0\.2|198\.51\.100|203\.0\.113)\./)
  }
})

/** The example with one piece replaced, and the line at which the replacement starts. */
function spoilt(find: string, replace: string): { text: string; line: number } {
  const at = text.indexOf(find)
  assert.ok(at >= 0, find)
  return { text: text.replace(find, replace), line: text.slice(0, at).split('\n').length }
}

const mistakes: [string, string, string, RegExp, RegExp][] = [
  [
    'unknown field',
    'tier: 0, order: 10, proofs: [scan-clean, cred-rotated]',
    'teir: 0, proofs: []',
    /teir/,
    /"tier"/,
  ],
  ['dangling system', 'runsOn: [mx1, mbox1]', 'runsOn: [mx1, mbox9]', /no system "mbox9"/, /"mbox1"/],
  [
    'dangling service',
    '{ service: dns, kind: hard }',
    '{ service: dsn, kind: hard }',
    /no service "dsn"/,
    /"dns"/,
  ],
  ['bad choice', 'kind: hard', 'kind: maybe', /"maybe" is not one of hard, auth, soft/, /quotes/],
  ['double id', '{ id: dns,', '{ id: directory,', /used twice/, /Rename/],
  ['missing field', 'slug: nordwind, name:', 'name:', /"slug" is missing/, /Add "slug/],
  ['wrong version', 'estate/v1', 'estate/v9', /estate\/v9/, /./],
  ['number for text', 'number: "10423"', 'number: 10423', /"10423" is not a text/, /quotes/],
  ['list wanted', 'offerings: [compare-online]', 'offerings: compare-online', /a list/, /- /],
  ['object wanted', 'tenancy: { mode: shared, key: ou }', 'tenancy: shared', /named fields/, /mode/],
  ['bad slug', 'slug: lindenhof', 'slug: "../x"', /lower-case/, /./],
  ['dangling contact', 'contacts: [c-lindenhof]', 'contacts: [c-linden]', /no contact/, /c-lindenhof/],
  ['dangling offering', '{ offering: compare-online }', '{ offering: compare }', /no offering/, /./],
  [
    'dangling cluster',
    'host: pve1, addresses: [192.0.2.16]',
    'host: pve2, addresses: [192.0.2.16]',
    /no cluster "pve2"/,
    /pve1/,
  ],
  [
    'dangling copy',
    'copies: [vault-a, second-site], owner',
    'copies: [vault-b, second-site], owner',
    /no copy "vault-b"/,
    /vault-a/,
  ],
  [
    'copy from nowhere',
    'from: vault-a, runsOn: web1, every: 1w',
    'from: vault, runsOn: web1, every: 1w',
    /no copy "vault"/,
    /vault-a/,
  ],
  ...(
    [
      ['/srv/share/x', /not relative/, /Leave out/],
      ['{tenant.slug}/**', /"\*\*".*no folder name/, /one whole folder name/],
      ['{tenant.slug}/projects/', /names no directory/, /single/],
      ['../other', /names no directory/, /single/],
      ['pro*', /"pro\*"/, /one whole folder name/],
    ] as const
  ).map(([pattern, message, hint]): [string, string, string, RegExp, RegExp] => [
    `group ${pattern}`,
    '      groups: ["{tenant.slug}/projects/*"],',
    `      groups: ["${pattern}"],`,
    message,
    hint,
  ]),
  [
    'group without a root',
    'root: /srv/share }, tenantSlice: "{tenant.slug}/**",',
    'db: share },',
    /no root/,
    /"root"/,
  ],
  ['odd layer', 'layer: tenant-area', 'layer: area', /one of base-system, full/, /./],
  ['no span', 'every: 1w', 'every: weekly', /"weekly" is not a span/, /./],
  ['no size', 'volumeSize: 2TB', 'volumeSize: large', /"large" is not a size/, /./],
  ['no flag', 'hold: false', 'hold: maybe', /true or false/, /./],
  [
    'vault that forgets',
    'passwordFile: /etc/anlauf/vault-a.password }',
    'passwordFile: /x, keep: { daily: 3 } }',
    /forgets nothing/,
    /vault plan/,
  ],
  [
    'copy without a place',
    'location: "sftp:backup@second.example:/srv/backup",',
    '',
    /without a place/,
    /location/,
  ],
  ['medium without a place', 'to: /media/backup, ', '', /no medium/, /"to"/],
  [
    'layer without a maker',
    'from: vault-a, runsOn: web1, every: 1w',
    'from: vault-a, every: 1w',
    /which system/,
    /runsOn/,
  ],
  [
    'circle',
    'from: vault-a, runsOn: web1, every: 1w',
    'from: tape-weekly, runsOn: web1, every: 1w',
    /offline|itself/,
    /./,
  ],
  ['alias', 'wave: pilot', 'wave: *nobody', /./, /./],
  ['broken YAML', '{ id: dns,', '{ id: dns, [', /./, /./],
  ['doubled key', 'seats: 12', 'seats: 12, seats: 13', /unique/i, /./],
]

for (const [name, find, replace, message, hint] of mistakes) {
  test(`names line and remedy: ${name}`, () => {
    const bad = spoilt(find, replace)
    const result = parseEstate(bad.text, 'estate.yaml')
    assert.ok('problems' in result)
    const found = result.problems.find((one) => message.test(one.message))
    assert.ok(found, JSON.stringify(result.problems))
    assert.match(found.hint, hint)
    assert.ok(Math.abs(found.line - bad.line) <= 2, `line ${found.line} instead of ${bad.line}`)
    assert.ok(found.column >= 1)
  })
}

test('garbage never throws', () => {
  fc.assert(fc.property(fc.string({ maxLength: 300 }), (garbage) => 'problems' in parseEstate(garbage, 'x')))
})

test('in every order a service comes after all it needs; circles are named', () => {
  const base = example()
  const graph = fc
    .integer({ min: 1, max: 8 })
    .chain((size) =>
      fc.tuple(fc.constant(size), fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 16 })),
    )
  fc.assert(
    fc.property(graph, ([size, edges]) => {
      const [template] = base.services
      assert.ok(template)
      const services = Array.from({ length: size }, (_, at) => ({
        ...template,
        id: `s${at}`,
        dependsOn: edges
          .filter(([from]) => from === at)
          .map(([, to]) => ({ service: `s${to}`, kind: 'hard' as const })),
      }))
      const order = restartOrder({ ...base, services })
      if ('waves' in order) {
        const waveOf = new Map(order.waves.flatMap((wave, at) => wave.map((id) => [id, at] as const)))
        assert.equal(waveOf.size, size)
        for (const [from, to] of edges) assert.ok((waveOf.get(`s${from}`) ?? 0) > (waveOf.get(`s${to}`) ?? 0))
      } else {
        assert.ok(order.cycles.length > 0)
        for (const cycle of order.cycles) {
          cycle.forEach((id, at) => {
            const next = cycle[(at + 1) % cycle.length]
            assert.ok(edges.some(([from, to]) => `s${from}` === id && `s${to}` === next))
          })
        }
      }
    }),
  )
})

test('losing the sign-in machine hits everything that needs it, and not the comparison', () => {
  const estate = example()
  const impact = impactOf(estate, ['dir1'])
  assert.ok(impact.services.includes('mail'))
  assert.ok(!impact.services.includes('compare'))
  assert.deepEqual(
    impact.tenants,
    estate.tenants.map(({ id }) => id),
  )
  assert.deepEqual(impactOf(estate, ['web1']).tenants, ['lindenhof'])
})

test('a path belongs to the tenant whose whole folder name it carries, on the right machine only', () => {
  const estate = example()
  const of = (host: string, path: string) => tenantOf(estate, { host, path })
  assert.deepEqual(of('files1', '/srv/share/nordwind/a/b'), { tenant: 'nordwind', dataset: 'share' })
  assert.deepEqual(of('mbox1', '/srv/mail/lindenhof.example/x'), {
    tenant: 'lindenhof',
    dataset: 'mailstore',
  })
  assert.equal(of('files1', '/srv/share/nordwind-2/a'), undefined)
  assert.equal(of('files1', '/srv/share/nord'), undefined)
  assert.equal(of('db1', '/srv/share/nordwind/a'), undefined)
  assert.equal(of('files1', '/srv/other/nordwind/a'), undefined)
})

test('every gap has a finding', () => {
  const bare = parseEstate(
    `apiVersion: estate/v1
provider: { id: p, name: P }
products: [ { id: a, name: A, offerings: [o] } ]
services: [ { id: s, offering: o, runsOn: [h], tenancy: { mode: shared } }, { id: u, offering: o, runsOn: [h], tenancy: { mode: shared } } ]
systems: [ { id: h, kind: vm } ]
datasets: [ { id: d, of: s, on: h, source: { kind: files, root: /x } }, { id: e, of: s, on: h, source: { kind: files, root: /y }, copies: [l] } ]
protection: { copies: [ { id: l, kind: local, every: 1d, location: /l, passwordFile: /p }, { id: m, kind: offline, from: l, runsOn: h, every: 1w, to: /m } ] }
credentials: [ { id: c, kind: key, at: h } ]
contacts: [ { id: m, name: M, channels: [ { kind: email, to: it@t.example } ] } ]
tenants: [ { id: t, slug: t, name: T, contacts: [m], subscriptions: [ { offering: o, domain: t.example } ] }, { id: v, slug: v, name: V } ]
`,
    'bare.yaml',
  )
  assert.ok('estate' in bare, JSON.stringify(bare))
  assert.deepEqual(
    new Set(lintEstate(bare.estate).map(({ rule }) => rule)),
    new Set([
      'service-without-proof',
      'service-without-data',
      'dataset-without-slice',
      'dataset-without-copies',
      'credential-without-consumer',
      'system-without-isolation',
      'tenant-without-contact',
      'tenant-channel-depends',
      'dataset-few-copies',
      'dataset-all-deletable',
      'media-never-tested',
    ]),
  )
})
