import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { attackModes } from '../../../src/drill/attack/index.ts'
import { measureTriage } from './measure-triage.ts'
import { scoreStory } from './score.ts'
import { simulate, type Story } from './simulate.ts'

const work = mkdtempSync(join(tmpdir(), 'anlauf-tenants-test-'))
after(() => rmSync(work, { recursive: true }))
const { signal } = new AbortController()
const place = { work, signal }

/** An attack by a mode whose result is beyond doubt. */
const plan = {
  kind: 'attack',
  seed: 2,
  number: attackModes.findIndex(({ name }) => name === 'play'),
} as const

test('a tenant is told twice in the same way, and the score believes only what is true', async () => {
  const story = await simulate(plan, place)
  const again = await simulate(plan, place)
  assert.deepEqual(again.strikes, story.strikes)
  assert.deepEqual([...again.encrypted], [...story.encrypted])
  const score = scoreStory(story)
  assert.ok(score.noticed && score.onsetExact && score.filesHit > 0)
  assert.equal(score.encryptedCalledClean, 0)
  assert.deepEqual(readdirSync(work), [], 'nothing is left behind')
  for (const [what, lie] of Object.entries(lies)) {
    const wrong = scoreStory({ ...story, report: lie(story) })
    assert.ok(wrong.wrong.length > score.wrong.length, what)
  }
})

/** Reports that are wrong in one way each. */
const lies: Record<string, (story: Story) => Story['report']> = {
  'no onset': ({ report }) => ({
    ...report,
    tenants: report.tenants.map((one) => ({ ...one, onset: null })),
  }),
  'a night too late': ({ report, snapshots }) => ({
    ...report,
    tenants: report.tenants.map((one) => ({
      ...one,
      onset: one.onset && { ...one.onset, before: snapshots.at(-1) ?? '' },
    })),
  }),
  'ciphertext called clean': ({ report }) => ({
    ...report,
    files: report.files.map((file) => ({
      ...file,
      versions: file.versions.map((version) => ({ ...version, verdict: 'clean' as const })),
    })),
  }),
  'the newest snapshot is clean for every file': ({ report, snapshots }) => ({
    ...report,
    files: report.files.map((file) => ({ ...file, newestClean: snapshots.at(-1) ?? null })),
  }),
}

test('triage of ten thousand versions finds the night', async () => {
  const { lines } = await measureTriage({ ...place, files: 500, snapshots: 20 })
  assert.match(lines.join('\n'), /onset right/)
})
