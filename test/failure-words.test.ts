import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { inGerman } from '../packages/platform/src/core/failure-words/index.ts'
import { everyText } from '../packages/platform/src/core/failure-words/texts/every-text.ts'
import { missingText } from '../packages/platform/src/core/response/stages/missing-text.ts'
import type { Missing } from '../packages/platform/src/core/response/stages/missing.ts'
import { saidSentences } from './said-sentences.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const platform = 'packages/platform/src'

/** Where every sentence has German. A folder that is added here never loses it again. */
const speaks = [
  'core/case/',
  'core/custody/',
  'core/deliveries/',
  'core/duties/',
  'core/emergency-plan/',
  'core/estate/',
  'core/evidence/',
  'core/facts/',
  'core/filings/',
  'core/inquiries/',
  'core/jobs/',
  'core/notices/',
  'core/overview/',
  'core/publication/',
  'core/response/',
  'core/statements/',
  'core/subscriptions/',
  'core/updates/',
  'core/webhooks/',
  'phases/comply/',
  'phases/inform/',
  'phases/protect/',
  'phases/recover/',
  'phases/release/',
  'adapters/database/',
  'adapters/documents/',
  'adapters/mail-out/',
  'doors/api/',
  'doors/cli/',
  'doors/http/',
].map((folder) => `${platform}/${folder}`)

/** Pages have words of their own, in both languages; SQL is not read by anybody. */
const isElsewhere =
  /\/pages\/|inquiry-form\.ts$|-rows\.ts$|approval-view\.ts$|lint-roster\.ts$|template-file\.ts$|\/recover\/mail\//

/** Places in a text and parts of an entry, which people read as they are; and what is the same in both languages. */
const isNoSentence = new Set([
  'own {1}',
  'own {1} {2}',
  'subject {1}',
  'word taken back',
  '{1} ({2} and {3} more)',
  '{1} in {2}.',
  '  Next: {1}',
  '  and {1} (all of them: --json)',
  'POST {1}.',
])

const files = trackedFiles()
const sentences = saidSentences(files, read)

test('every sentence with which a door stops somebody has German', () => {
  const spoken = files.filter(
    (file) => speaks.some((folder) => file.startsWith(folder)) && !isElsewhere.test(file),
  )
  assert.ok(spoken.length > 300, `only ${spoken.length} files were read`)
  const sentences = saidSentences(spoken, read)
  assert.ok(sentences.length > 900, `only ${sentences.length} sentences were found`)
  const lacking = sentences
    .filter(({ text }) => !isNoSentence.has(text) && !hasGerman(text))
    .map(({ file, line, text }) => `${file}:${line}: ${text}`)
  assert.deepEqual(lacking, [], 'write their German into packages/platform/src/core/failure-words/texts')
})

test('what reads the source finds a sentence wherever it can stand', () => {
  const source = `
    export function wide(message: string, hint: string) { throw new AnlaufError('x', message, { hint }) }
    wide(\`No \${a}.\`, isOne ? 'Take one.' : \`Take \${n}.\`)
    throw new AnlaufError('x', 'Not ' + 'here.', { hint: \`Look \${where} again.\` })
    function sealProblem(): string | undefined { if (a === 'not this') return 'it is none' }
    const missing = [[isThere, 'a second one']]`
  assert.deepEqual(
    saidSentences(['x.ts'], () => source).map(({ text }) => text),
    ['No {1}.', 'Take one.', 'Take {1}.', 'Not here.', 'Look {1} again.', 'it is none', 'a second one'],
  )
})

test('German fills in what English fills in, and says each sentence once', () => {
  const seen = new Set<string>()
  for (const [english, german] of everyText.flatMap((texts) => Object.entries(texts))) {
    assert.ok(!seen.has(english), `two areas say: ${english}`)
    seen.add(english)
    assert.deepEqual(placesOf(german), placesOf(english), english)
    assert.notEqual(german, english)
    assert.doesNotMatch(german, /„[^“]*$/, 'quotes open low and close high')
    // What is typed, into a shell or a file, keeps its quotes.
    for (const [typed] of german.matchAll(/"[^"]*"/g)) assert.ok(english.includes(typed), german)
  }
})

test('no German stays behind when its English is reworded', () => {
  const inPackages = files.filter((file) => !file.includes('/failure-words/'))
  const said = new Set(sentences.map(({ text }) => text))
  const source = inPackages.map(read).join('\n').replaceAll("\\'", "'")
  // Some stand in tables: a stage lacks something, a closing criterion does not hold.
  const isThere = (english: string): boolean =>
    said.has(english) ||
    english.split(/\{\d+\}/).every((piece) => source.includes(piece.replaceAll(/^[^a-z]+|[^a-z]+$/gi, '')))
  const left = everyText.flatMap((texts) => Object.keys(texts)).filter((english) => !isThere(english))
  assert.deepEqual(left, [])
})

test('what a stage lacks is said in the German of the plan screen', () => {
  const open = ['isolate@mail-01', 'plan']
  const lacks: readonly Missing[] = [
    { kind: 'needs', stage: 'isolate', open, count: 2 },
    { kind: 'needs', stage: 'isolate', open, count: 9 },
    { kind: 'fact', fact: 'scan-judged', open, count: 9 },
    { kind: 'engine', what: 'finding', open: [], count: 0 },
    { kind: 'engine', what: 'receipt', open, count: 2 },
    { kind: 'signature', subject: 'stage', roles: ['dpo', 'legal'], quorum: 2, have: [] },
    { kind: 'signature', subject: 'stage', roles: ['dpo'], quorum: 2, have: ['ada'] },
    { kind: 'form', task: 1, role: 'dpo', fields: [] },
    { kind: 'form', task: 1, role: 'dpo', fields: ['count'] },
    { kind: 'evidence', task: 1, role: 'dpo' },
    { kind: 'confirmation' },
  ]
  for (const one of lacks) assert.equal(inGerman(missingText(one, 'en')), missingText(one, 'de'))
})

/** As a reader gets it: filled in, found again by its pattern, and not taken for another sentence. */
function hasGerman(english: string): boolean {
  const own = everyText.map((texts) => texts[english]).find((german) => german !== undefined)
  if (own === undefined) return false
  const filled = (text: string): string => text.replaceAll(/\{(\d+)\}/g, '‹$1›')
  return inGerman(filled(english)) === filled(own)
}

function placesOf(text: string): readonly string[] {
  return [...new Set(text.match(/\{\d+\}/g))].sort()
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}

function trackedFiles(): readonly string[] {
  return execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'packages'], {
    cwd: root,
  })
    .toString()
    .split('\n')
    .filter((file) => file.endsWith('.ts') && !/\.(test|fixture|bench|suite)\.ts$/.test(file))
}
