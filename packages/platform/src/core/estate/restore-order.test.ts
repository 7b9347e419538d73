import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import fc from 'fast-check'

import { type Estate, parseEstate, restoreOrder, restoreRank, type RestoreStep } from './index.ts'
import { restoreLayers } from './restore-order.ts'

const text = readFileSync(new URL('../../../../../examples/estate.yaml', import.meta.url), 'utf8')

function read(yaml: string): Estate {
  const result = parseEstate(yaml, 'estate.yaml')
  assert.ok('estate' in result, JSON.stringify(result))
  return result.estate
}

function wavesOf(estate: Estate): (readonly RestoreStep[])[] {
  const order = restoreOrder(estate)
  assert.ok('waves' in order, JSON.stringify(order))
  return order.waves.map(({ steps }) => steps)
}

interface Drawn {
  readonly needs: readonly number[]
  readonly tier?: number
}

/** A service each; every one runs on a machine of its own and owns a data set of its own. */
function estateOf(services: readonly Drawn[]): Estate {
  const lines = services.map(
    ({ needs, tier }, at) =>
      `  - { id: s${at}, runsOn: [m${at}], tenancy: { mode: shared }, dependsOn: [${needs.map((one) => `{ service: s${one} }`).join(', ')}],
      recovery: { proofs: []${tier === undefined ? '' : `, tier: ${tier}`} } }`,
  )
  const each = (line: (at: number) => string): string => services.map((_, at) => line(at)).join('\n')
  return read(`apiVersion: estate/v1
provider: { id: p, name: P }
services:
${lines.join('\n')}
systems:
${each((at) => `  - { id: m${at}, kind: vm }`)}
datasets:
${each((at) => `  - { id: d${at}, of: s${at}, on: m${at}, source: { kind: ${at % 2 === 0 ? 'files' : 'postgres'}, root: /srv/d }, tenantSlice: "{tenant.slug}/**" }`)}
tenants:
  - { id: t1, slug: t1, name: T1 }
  - { id: t2, slug: t2, name: T2, wave: late }
  - { id: t3, slug: t3, name: T3, wave: pilot }
`)
}

test('the example: machines of the directory first, the pilot with all it bought before the others', () => {
  const waves = wavesOf(read(text))
  assert.deepEqual(
    waves[0]?.map(({ system }) => system),
    ['dir1'],
  )
  const areas = waves.flat().filter(({ layer }) => layer === 'tenant-area')
  const lastOfPilot = areas.findLastIndex(({ tenants }) => tenants?.includes('nordwind'))
  const firstOfOthers = areas.findIndex(({ tenants }) => !tenants?.includes('nordwind'))
  assert.ok(lastOfPilot < firstOfOthers)
  const mail = areas.find(({ dataset }) => dataset === 'mailstore')
  assert.deepEqual(mail?.reasons, [
    { kind: 'layer', layer: 'tenant-area' },
    { kind: 'tenant-wave', wave: 'pilot' },
    { kind: 'tier', tier: 1 },
    { kind: 'dependency', on: 'directory' },
    { kind: 'dependency', on: 'dns' },
  ])
})

test('what an urgent service needs is as urgent, and says for whom', () => {
  const [first] = wavesOf(estateOf([{ needs: [], tier: 3 }, { needs: [0], tier: 1 }, { needs: [], tier: 2 }])) // prettier-ignore
  assert.deepEqual(first, [
    {
      layer: 'base-system',
      system: 'm0',
      service: 's0',
      reasons: [
        { kind: 'layer', layer: 'base-system' },
        { kind: 'tier', tier: 1, from: 's1' },
      ],
    },
  ])
})

test('a data set says its layer itself, one of a database has a log, a machine without service comes last', () => {
  const spare = text
    .replace('systems:\n', 'systems:\n  - { id: spare, kind: vm }\n')
    .replace('source: { kind: sqlite', 'source: { kind: postgres')
    .replace(', layer: tenant-area', '')
    .replace('{ id: documents, of', '{ id: documents, layer: sync, of')
  const steps = wavesOf(read(spare)).flat()
  const layersOf = (id: string) => [...new Set(steps.flatMap((one) => (one.dataset === id ? one.layer : [])))]
  assert.deepEqual(layersOf('databases'), ['full', 'incremental', 'tenant-area'])
  assert.deepEqual(layersOf('documents'), ['sync'])
  const machines = steps.filter(({ layer }) => layer === 'base-system')
  assert.equal(machines.at(-1)?.system, 'spare')
  assert.ok(machines.at(-1)?.reasons.some(({ kind }) => kind === 'no-service'))
})

test('services that wait for each other have no order; paths are then all equal', () => {
  const estate = estateOf([{ needs: [1] }, { needs: [0] }])
  assert.deepEqual(restoreOrder(estate), { cycles: [['s0', 's1']] })
  const { ofPlace, ofUnit } = restoreRank(estate)
  assert.equal(
    ofPlace({ host: 'm0', path: '/etc/a' }),
    ofPlace({ host: 'm1', path: '/srv/d/t3/a' }),
    'a mistake in the estate must not keep anybody from restoring',
  )
  assert.ok(ofUnit('t3') < ofUnit('t1'))
})

test('paths: machine, shared part, pilot, later wave, no wave; the innermost data set counts', () => {
  const estate = estateOf([{ needs: [] }])
  const { ofPlace, ofUnit } = restoreRank(estate)
  const paths = ['/etc/fstab', '/srv/d/shared', '/srv/d/t3/a', '/srv/d/t2/a', '/srv/d/t1/a']
  const ranks = paths.map((path) => ofPlace({ host: 'm0', path }))
  assert.deepEqual(ranks, [0, 1, 2, 3, 4])
  assert.deepEqual(
    ['nobody', 't3', 't2', 't1'].map(ofUnit).map((one, at, all) => at === 0 || one > (all[at - 1] ?? 0)),
    [true, true, true, true],
  )
})

const drawn = fc.array(
  fc.record({
    needs: fc.array(fc.nat(30), { maxLength: 3 }),
    tier: fc.option(fc.nat(4), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 8 },
)

test('whatever the estate: layers in order, nothing before what it needs, everything once, always a reason', () => {
  fc.assert(
    fc.property(drawn, (services) => {
      // Needs point backwards only: no circle.
      const sane = services.map(({ needs, tier }, at) => ({
        needs: [...new Set(needs.map((one) => one % (at + 1)).filter((one) => one !== at))],
        ...(tier !== undefined && { tier }),
      }))
      const waves = wavesOf(estateOf(sane))
      const waveOf = new Map<string, number>()
      let layer = 0
      for (const [at, steps] of waves.entries()) {
        for (const step of steps) {
          assert.ok(restoreLayers.indexOf(step.layer) >= layer)
          layer = restoreLayers.indexOf(step.layer)
          assert.ok(step.reasons.length > 0 && step.layer === steps[0]?.layer)
          const key = `${step.layer} ${step.service} ${step.tenants?.join() ?? 'all'}`
          assert.ok(!waveOf.has(key), key)
          waveOf.set(key, at)
        }
      }
      for (const [at, { needs }] of sane.entries()) {
        for (const other of needs) {
          for (const part of [
            'base-system s% all',
            'full s% all',
            'tenant-area s% t3',
            'tenant-area s% t1',
          ]) {
            const [mine, theirs] = [at, other].map((one) => waveOf.get(part.replace('%', `${one}`)))
            assert.ok(mine !== undefined && theirs !== undefined && theirs < mine, `${part} ${at} ${other}`)
          }
        }
      }
    }),
    { numRuns: 200 },
  )
})
