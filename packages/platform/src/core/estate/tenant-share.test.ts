import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

import fc from 'fast-check'

import type { Estate } from './model.ts'
import { parseEstate } from './parse-estate.ts'
import { tenantOf } from './tenant-of.ts'
import { foldersOfTenant, namesOtherTenant, tenantShare } from './tenant-share.ts'

const example = fileURLToPath(new URL('../../../../../examples/estate.yaml', import.meta.url))

function estateOf(change: (text: string) => string = (text) => text): Estate {
  const parsed = parseEstate(change(readFileSync(example, 'utf8')), 'estate.yaml')
  assert.ok('estate' in parsed, JSON.stringify(parsed))
  return parsed.estate
}

/** The folder of all shares is itself a tenant's folder of another data set: one rule inside another. */
const nested = estateOf((text) =>
  text.replace(
    'source: { kind: files, root: /srv/documents }',
    'source: { kind: files, root: /srv/share/nordwind/archive }',
  ),
)

const folder = (host: string, path: string) => ({ host, path, isFolder: true })

test('a tenant’s folder goes over whole, the folders above lead there, all others do not', () => {
  const share = tenantShare(estateOf(), 'nordwind')
  const shares = ['/', '/srv', '/srv/share', '/srv/share/nordwind', '/srv/share/nordwind/deep/er'].map(
    (path) => share(folder('files1', path)),
  )
  assert.deepEqual(shares, ['way', 'way', 'way', 'all', 'all'])
  for (const path of [
    '/srv/share/nordwind-2',
    '/srv/share/alpenblick',
    '/srv/databases/nordwind',
    '/etc',
    '/srv/sharex',
  ])
    assert.equal(share(folder('files1', path)), 'none', path)
  assert.equal(share(folder('mbox1', '/srv/mail/nordwind.example')), 'all')
  assert.equal(share(folder('elsewhere', '/srv/share/nordwind')), 'none')
  assert.equal(share({ host: 'files1', path: '/srv/share/notes.txt', isFolder: false }), 'none')
  assert.equal(share({ host: 'files1', path: '/srv/share/nordwind', isFolder: false }), 'all')
})

test('what belongs to another inside a tenant’s folder is left out by the rules of tenantOf', () => {
  const inside = '/srv/share/nordwind/archive/alpenblick'
  const owner = tenantOf(nested, { host: 'files1', path: inside })?.tenant
  const shareOf = (tenant: string) => tenantShare(nested, tenant)(folder('files1', inside))
  assert.equal(owner, 'nordwind', 'the data set that is listed first decides')
  assert.deepEqual([shareOf('nordwind'), shareOf('alpenblick')], ['all', 'none'])

  // The other way round.
  const datasets = [...nested.datasets].reverse()
  const turned = { ...nested, datasets } as Estate
  const turnedShare = (tenant: string, path: string) => tenantShare(turned, tenant)(folder('files1', path))
  assert.equal(turnedShare('alpenblick', inside), 'all')
  assert.equal(turnedShare('nordwind', inside), 'none')
  assert.equal(turnedShare('nordwind', '/srv/share/nordwind'), 'part')
  assert.equal(turnedShare('nordwind', '/srv/share/nordwind/archive'), 'part')
  assert.equal(turnedShare('nordwind', '/srv/share/nordwind/other'), 'all')
  assert.equal(turnedShare('alpenblick', '/srv/share/nordwind'), 'way')
})

test('a walk by shares reaches exactly the files that tenantOf gives to the tenant', () => {
  const names = [
    'srv',
    'share',
    'nordwind',
    'alpenblick',
    'archive',
    'mail',
    'nordwind.example',
    'x',
    'documents',
  ]
  const path = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 7 })
  const estates = [estateOf(), nested, { ...nested, datasets: [...nested.datasets].reverse() } as Estate]
  const place = fc.record({
    parts: path,
    host: fc.constantFrom('files1', 'mbox1'),
    estate: fc.constantFrom(...estates),
  })
  const likely = fc.constantFrom(
    '/srv/share/nordwind/archive/alpenblick',
    '/srv/share/alpenblick',
    '/srv/share/nordwind',
  )
  fc.assert(
    fc.property(
      place,
      fc.option(likely),
      fc.constantFrom('nordwind', 'alpenblick'),
      (drawn, start, tenant) => {
        const { host, estate } = drawn
        const parts = [...(start ?? '').split('/').slice(1), ...drawn.parts]
        const share = tenantShare(estate, tenant)
        let reached = true
        for (let depth = 1; depth < parts.length && reached; depth += 1) {
          const above = share(folder(host, `/${parts.slice(0, depth).join('/')}`))
          if (above === 'all') break
          reached = above !== 'none'
        }
        const file = `/${parts.join('/')}`
        const isTaken = reached && isWhole(share, host, parts)
        assert.equal(isTaken, tenantOf(estate, { host, path: file })?.tenant === tenant, file)
      },
    ),
    { numRuns: 2_000 },
  )
})

/** A file is taken when a folder above it is taken whole, or when it is itself. */
function isWhole(share: ReturnType<typeof tenantShare>, host: string, parts: readonly string[]): boolean {
  const above = parts
    .slice(0, -1)
    .map((_, depth) => share(folder(host, `/${parts.slice(0, depth + 1).join('/')}`)))
  return above.includes('all') || share({ host, path: `/${parts.join('/')}`, isFolder: false }) === 'all'
}

test('the folders of a tenant are named per data set, and words that name others are found', () => {
  const estate = estateOf()
  assert.deepEqual(
    foldersOfTenant(estate, 'nordwind').map(
      ({ dataset, host, folder: path }) => `${dataset} ${host} ${path}`,
    ),
    [
      'mailstore mbox1 /srv/mail/nordwind.example',
      'share files1 /srv/share/nordwind',
      'documents files1 /srv/documents/nordwind',
      'databases db1 /srv/databases/nordwind',
    ],
  )
  assert.deepEqual(foldersOfTenant(estate, 'nobody'), [])
  assert.equal(namesOtherTenant(estate, 'nordwind', 'for ALPENBLICK.example'), true)
  assert.equal(namesOtherTenant(estate, 'nordwind', 'nightly nordwind'), false)
})
