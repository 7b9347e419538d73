/**
 * Detection measured on real file versions: `npm run bench:detection -- --git DIR --files DIR`.
 *
 *     --git DIR       folder of git repositories, their histories are the real changes; repeatable
 *     --files DIR     folder of files that attacks are played on as well; repeatable
 *     --half H        tuning, held-out (default: the figures that count) or both
 *     --seed N        of every random choice (default 1)
 *     --quick         small samples, at most ten minutes
 *     --text N        changes of text to judge, at most (default 220,000)
 *     --other N       changes of everything else, at most (default: all)
 *     --bases N       versions of each type that attacks are played on, at most (default 40)
 *     --threads N     default: one for each processor
 *     --json FILE     {"figures": {...}, "goals": {...}}
 *     --explain FILE  every false alarm and miss as a line of JSON; of the tuning half only
 */
import { appendFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'

import { repositoriesBelow } from './git/repositories.ts'
import { measure } from './measure/measure.ts'
import type { Finding } from './measure/outcome.ts'
import { printAttacks } from './report/attacks.ts'
import { printBaselines } from './report/baselines.ts'
import { printBenign, printRepositories } from './report/benign.ts'
import { figuresOf, printGoals } from './report/figures.ts'

const { values } = parseArgs({
  options: {
    git: { type: 'string', multiple: true, default: [] },
    files: { type: 'string', multiple: true, default: [] },
    half: { type: 'string', default: 'held-out' },
    seed: { type: 'string', default: '1' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    explain: { type: 'string' },
    text: { type: 'string' },
    other: { type: 'string' },
    bases: { type: 'string' },
    threads: { type: 'string', default: String(availableParallelism()) },
  },
})
if (values.explain !== undefined && values.half !== 'tuning') {
  throw new Error('--explain shows what to tune by, and only the tuning half is for that: add --half tuning')
}
const repositories = values.git
  .flatMap((folder) => repositoriesBelow(folder))
  .filter(({ half }) => values.half === 'both' || half === values.half)
const mostNamed = 500
const calledClean: Finding[] = []
if (values.explain !== undefined) writeFileSync(values.explain, '')
const measured = await measure({
  repositories,
  folders: values.files,
  seed: Number(values.seed),
  mostText: Number(values.text ?? (values.quick ? 30_000 : 220_000)),
  mostOther: Number(values.other ?? (values.quick ? 20_000 : 1_000_000)),
  basesPerType: Number(values.bases ?? (values.quick ? 6 : 40)),
  threads: Number(values.threads),
  onFinding(finding) {
    if (finding.what === 'encrypted called clean') calledClean.push(finding)
    if (values.explain !== undefined) appendFileSync(values.explain, `${JSON.stringify(finding)}\n`)
  },
})
printRepositories(measured)
printBenign(measured)
printAttacks(measured)
printBaselines(measured)
const figures = figuresOf(measured)
printGoals(figures)
printCalledClean()
if (values.json !== undefined) {
  const histories = repositories.map(({ name, head, half }) => ({ name, head, half }))
  writeFileSync(
    values.json,
    `${JSON.stringify({ ...figures, seed: Number(values.seed), histories }, undefined, 2)}\n`,
  )
}
/** The one mistake that nothing excuses: each is named, on either half. */
function printCalledClean(): void {
  if (calledClean.length > 0) console.log('\nEncrypted versions that were called clean')
  for (const { mode, repository, path, newId, sizes, reasons } of calledClean.slice(0, mostNamed)) {
    console.log(
      `  ${mode} ${repository} ${path} ${newId ?? ''} ${sizes.join(' → ')} bytes: ${reasons.join('; ')}`,
    )
  }
  if (calledClean.length > mostNamed) console.log(`  … and ${calledClean.length - mostNamed} more`)
}
