/**
 * Detection measured on real file versions: `npm run bench:detection -- --git DIR --files DIR`.
 *
 *     --git DIR       folder of git repositories, their histories are the real changes; repeatable
 *     --files DIR     folder of files that attacks are played on as well; repeatable
 *     --half H        tuning, held-out (default: the figures that count) or both
 *     --seed N        of every random choice (default 1)
 *     --quick         small samples, at most ten minutes
 *     --json FILE     {"figures": {...}, "goals": {...}}
 *     --explain FILE  every false alarm and miss as a line of JSON; of the tuning half only
 */
import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'

import { repositoriesBelow } from './git/repositories.ts'
import { measure } from './measure/measure.ts'
import { printTables } from './tables.ts'

const { values } = parseArgs({
  options: {
    git: { type: 'string', multiple: true, default: [] },
    files: { type: 'string', multiple: true, default: [] },
    half: { type: 'string', default: 'held-out' },
    seed: { type: 'string', default: '1' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    explain: { type: 'string' },
    threads: { type: 'string', default: String(availableParallelism()) },
  },
})
const repositories = values.git
  .flatMap((folder) => repositoriesBelow(folder))
  .filter(({ half }) => values.half === 'both' || half === values.half)
const measured = await measure({
  repositories,
  folders: values.files,
  seed: Number(values.seed),
  mostText: values.quick ? 30_000 : 220_000,
  mostOther: values.quick ? 20_000 : 1_000_000,
  basesPerType: values.quick ? 6 : 40,
  threads: Number(values.threads),
})
printTables(measured)
if (values.explain !== undefined) {
  writeFileSync(
    values.explain,
    measured.outcome.findings.map((finding) => `${JSON.stringify(finding)}\n`).join(''),
  )
}
