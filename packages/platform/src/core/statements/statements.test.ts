import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { PlayedFacts } from '../facts/played-facts.fixture.ts'
import { AnlaufError } from '../failure.ts'
import { evolveStatements } from './evolve-statements.ts'
import { type Finding, findingHash, verdicts } from './finding.ts'
import { findingProblem } from './finding-problem.ts'
import { findingsInForce, statementStage } from './index.ts'
import { parseFindings } from './parse-findings.ts'
import { PlayedStatements } from './played-statements.fixture.ts'

const played = (): PlayedStatements => new PlayedStatements(new PlayedFacts().declare())
const [first, second] = ['aa'.repeat(32), 'bb'.repeat(32)]
const grounds = { de: 'Vollständige Protokolle.', en: 'Complete logs.' }

function refusal(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    assert.ok(error instanceof AnlaufError, String(error))
    assert.notEqual(error.hint, '')
    return error.message
  }
  return 'nothing was refused'
}

function verdictOf(desk: PlayedStatements, tenant = 'nordwind'): string | undefined {
  return findingsInForce(desk.desk, tenant).get('mail all exfiltration')?.finding.verdict
}

test('a verdict is whole or it is refused: bounds, grounds, gaps, evidence', () => {
  const base = played().finding()
  const now = new Date('2026-03-11T12:00:00Z')
  const problem = (more: Partial<Finding>): string => findingProblem({ ...base, ...more }, now) ?? 'none'
  const { gaps: _gaps, ...bare } = base
  assert.equal(problem({}), 'none')
  assert.match(findingProblem(bare, now) ?? '', /"undetermined" says what cannot be proved/)
  assert.match(findingProblem({ ...bare, verdict: 'possible', grounds }, now) ?? '', /how much at most/)
  assert.match(findingProblem({ ...bare, verdict: 'confirmed' }, now) ?? '', /"grounds"/)
  assert.match(
    findingProblem({ ...bare, verdict: 'excluded', grounds }, now) ?? '',
    /missing logs exclude nothing/,
  )
  assert.match(problem({ verdict: 'excluded', grounds, evidence: [first] }), /has no gaps/)
  assert.match(problem({ asOf: '2026-03-12T00:00:00Z' }), /no time of the past/)
  assert.match(problem({ bytes: { atLeast: 5, atMost: 4 } }), /"bytes"/)
  assert.match(problem({ gaps: { de: 'x', en: ' ' } }), /both languages/)
  assert.match(problem({ gaps: { de: 'x\u202e', en: 'x' } }), /nobody sees/)
})

test('excluded needs two people with two keys; one of them revoked, it falls back', () => {
  const desk = played()
  const { gaps: _gaps, ...bare } = desk.finding({ verdict: 'excluded', grounds, evidence: [first] })
  desk.run(desk.stating(bare, 'forensics'))
  assert.equal(verdictOf(desk), undefined)
  assert.match(
    refusal(() => desk.run(desk.stating(bare, 'forensics'))),
    /was signed by forensics already/,
  )
  assert.match(
    refusal(() => desk.run(desk.stating(bare, 'legal', 'dpo'))),
    /not that of legal/,
  )
  assert.match(
    refusal(() => desk.run(desk.stating(bare, 'guest'))),
    /may not state/,
  )
  desk.run(desk.stating(bare, 'legal'))
  assert.equal(verdictOf(desk), 'excluded')
  const keyId = desk.desk.case.approvers.get('legal')?.keyId ?? ''
  const revoked = new Map([[keyId, { person: 'legal', by: 'dpo', reason: 'lost', at: '' }]])
  desk.desk = { ...desk.desk, case: { ...desk.desk.case, revoked } }
  assert.equal(verdictOf(desk), undefined)
})

test('an entry that nobody signed, or that somebody altered, counts for nothing', () => {
  const desk = played()
  const finding = desk.finding()
  const before = desk.desk
  const contentHash = findingHash('case-1', finding)
  const signed = { person: 'forensics', role: 'forensics', keyId: 'x', contentHash, signature: 'AAAA' }
  assert.deepEqual(
    evolveStatements(before, { type: 'finding.stated', finding, signed }, '').findings,
    before.findings,
  )
})

test('whatever the order of the log, the same findings hold; the latest knowledge, of a tie the graver', () => {
  const findings = fc.uniqueArray(
    fc.record({
      verdict: fc.constantFrom(...verdicts),
      hour: fc.integer({ min: 1, max: 6 }),
      end: fc.constantFrom('Z', '.000Z'),
    }),
    { minLength: 1, maxLength: 6, selector: ({ verdict, hour }) => `${verdict}${hour}` },
  )
  const statedFrom = (
    list: readonly { verdict: (typeof verdicts)[number]; hour: number; end: string }[],
  ): PlayedStatements => {
    const desk = played()
    for (const { verdict, hour, end } of list) {
      const more = {
        verdict,
        asOf: `2026-03-11T0${hour}:00:00${end}`,
        grounds,
        evidence: [first],
        bytes: { atLeast: 0, atMost: 5 },
      }
      const { gaps, ...bare } = desk.finding(more)
      const finding = verdict === 'excluded' || gaps === undefined ? bare : { ...bare, gaps }
      desk.run(desk.stating(finding, 'forensics')).run(desk.stating(finding, 'legal'))
    }
    return desk
  }
  fc.assert(
    fc.property(findings, (list) => {
      const desk = statedFrom(list)
      assert.equal(verdictOf(desk), verdictOf(statedFrom(list.toReversed())))
      const latest = Math.max(...list.map(({ hour }) => hour))
      const tied = list.filter(({ hour }) => hour === latest).map(({ verdict }) => verdict)
      const gravest = verdicts.find((verdict) => tied.includes(verdict))
      assert.equal(verdictOf(desk), gravest)
    }),
    { numRuns: 60 },
  )
})

test('an approval counts for one content; a draft behind it is a revision, before it a replacement', () => {
  const desk = played().draft('nordwind', first)
  desk.run(desk.approving('nordwind', first, 'dpo'))
  desk.draft('nordwind', second)
  const stage = (): string => {
    const last = desk.desk.statements.get('nordwind')?.at(-1)
    return last === undefined ? 'none' : `${last.revision} ${statementStage(desk.desk, 'nordwind', last)}`
  }
  desk.run(desk.approving('nordwind', second, 'forensics'))
  assert.equal(stage(), '1 in review', 'the first signature was for other words')
  assert.match(
    refusal(() => desk.run(desk.approving('nordwind', first, 'dpo'))),
    /was changed meanwhile/,
  )
  assert.match(
    refusal(() => desk.run(desk.approving('nordwind', second, 'legal'))),
    /does not approve/,
  )
  desk.run(desk.approving('nordwind', second, 'dpo'))
  assert.equal(stage(), '1 approved')
  assert.match(
    refusal(() => desk.draft('nordwind', first)),
    /is not the next one/,
  )
  desk.draft('nordwind', first, 2)
  assert.equal(stage(), '2 in review')
  assert.equal(desk.desk.statements.get('nordwind')?.[0]?.contentHash, second, 'what was approved stays')
})

test('a letter is not recorded as posted before it was written: it was an earlier one, or the time is mistyped', () => {
  const desk = played().draft('nordwind', first)
  for (const person of ['dpo', 'forensics']) desk.run(desk.approving('nordwind', first, person))
  desk.desk = { ...desk.desk, case: { ...desk.desk.case, exercise: false } }
  const posting = (at: Date) =>
    ({
      command: 'post',
      tenants: ['nordwind'],
      how: 'letter',
      postedAt: at.toISOString(),
      outdated: [],
    }) as const
  const before = new Date(desk.now.getTime() - 3_600_000)
  assert.match(
    refusal(() => desk.run(posting(before))),
    /cannot have been posted before/,
  )
  desk.run(posting(desk.now))
  assert.equal(desk.desk.statements.get('nordwind')?.at(-1)?.posted?.postedAt, desk.now.toISOString())
})

test('one file speaks for many tenants, and says where it cannot be read', () => {
  const affected = ['a', 'b']
  const finding = { tenants: 'affected', service: 'mail', harm: 'access', verdict: 'confirmed', asOf: 'x' }
  assert.deepEqual(
    parseFindings(JSON.stringify([finding]), { affected }).map(({ tenant, data }) => `${tenant} ${data}`),
    ['a all', 'b all'],
  )
  const problem = (text: string): string => refusal(() => parseFindings(text, { affected }))
  assert.match(problem('{'), /no JSON/)
  assert.match(problem('{}'), /no list/)
  assert.match(
    problem(JSON.stringify([{ ...finding, verdicts: 1 }])),
    /finding 1 has an unknown field "verdicts"/,
  )
  assert.match(problem(JSON.stringify([{ ...finding, tenant: 'a' }])), /"tenants" too/)
  assert.match(
    problem(JSON.stringify([{ ...finding, bytes: { atMost: 5 } }])),
    /other parts than atLeast, atMost/,
  )
  fc.assert(
    fc.property(fc.json(), (text) => {
      try {
        parseFindings(text, { affected })
      } catch (error) {
        assert.ok(error instanceof AnlaufError)
      }
    }),
  )
})
