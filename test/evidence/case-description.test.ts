import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import {
  caseDescription,
  emptyChain,
  type EntryDraft,
  sealEntries,
} from '../../packages/platform/src/core/evidence/index.ts'
import { needProgram } from '../debian.ts'

const folder = mkdtempSync(join(tmpdir(), 'anlauf-case-description-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const skip = needProgram('rdfpipe', 'python-rdflib-tools')
test('a stock RDF reader finds every entry, who, when, with what and on which content', { skip }, () => {
  const drafts = [0, 1, 2].map((place): EntryDraft => ({
    at: `2026-03-11T06:00:0${place}.000Z`,
    actor: place === 1 ? 'anna "the lead" ü' : 'engine',
    action: 'derive',
    kind: 'unit.scanned',
    object: `unit ${place}`,
    sha256: createHash('sha256').update(`${place}`).digest('hex'),
    size: 7,
    note: 'tab\t, quote ", </script>',
    data: {},
  }))
  const { entries, lines } = sealEntries('night 1/ü', emptyChain, drafts)
  const file = join(folder, 'case.jsonld')
  writeFileSync(file, [...caseDescription('night 1/ü', entries, lines)].join(''))
  const read = spawnSync('rdfpipe', ['-i', 'json-ld', '-o', 'nt', file], { encoding: 'utf8' })
  assert.equal(read.status, 0, read.stderr)
  const triples = read.stdout.trim().split('\n')
  const count = (pattern: RegExp): number => triples.filter((triple) => pattern.test(triple)).length
  assert.equal(
    count(/ns#type> <https:\/\/ontology\.caseontology\.org\/case\/investigation\/InvestigativeAction> /),
    3,
  )
  assert.equal(count(/action\/performer> /), 3)
  assert.equal(count(/ns#type> .*identity\/Identity> /), 2, 'one identity a person')
  assert.equal(count(/startTime> "2026-03-11T06:00:0\d\.?0*(?:Z|\+00:00)"\^\^<[^>]+#dateTime> /), 3)
  for (const sha256 of [...entries.map((entry) => entry.sha256 ?? ''), sha256Of(lines)]) {
    assert.equal(count(new RegExp(`hashValue> "${sha256}"\\^\\^<[^>]+#hexBinary> `, 'i')), 1, sha256)
  }
  assert.equal(count(/^<(?!urn:anlauf:)/), 0, 'every subject is a name of ours or anonymous')
})

function sha256Of(lines: readonly string[]): string {
  return createHash('sha256')
    .update(lines.map((line) => `${line}\n`).join(''))
    .digest('hex')
}
