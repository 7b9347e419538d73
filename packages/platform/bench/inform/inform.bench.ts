/**
 * How fast is the word to the outside. `npm run bench:inform`.
 *
 *     --quick        a fifth of the notices
 *     --json FILE    figures, goals, and the machine they are of
 *     --work DIR     where the database lies (default: the system's temporary folder)
 *
 * Side by side, where Debian's packages are installed: Hugo with as many pages (hugo), and what Postfix' own generator
 * puts into the same sink (postfix).
 */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { openDatabase } from '../../src/adapters/database/index.ts'
import { secondsByHugo } from './by-hugo.ts'
import { goalLines } from '../goal-lines.ts'
import { atLeast, goals } from './goals.ts'
import { rawPerSecond, startSink } from './relay.ts'
import { renderSite } from './render-site.ts'
import { submitInquiries } from './submit-inquiries.ts'
import { sendNotices } from './send-notices.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    work: { type: 'string', default: tmpdir() },
  },
})
const home = mkdtempSync(join(values.work, 'anlauf-bench-inform-'))
// The database may run under an account of its own.
chmodSync(home, 0o711)
process.once('exit', () => rmSync(home, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

const size = { updates: 200, services: 30, notices: values.quick ? 1_000 : 5_000 }
const figures: Record<string, number> = {}
console.log(
  `${size.updates} updates, ${size.services} services, ${size.notices} notices, ${availableParallelism()} cores`,
)

{
  // From cold, as a command renders: no warm-up.
  const { seconds, files, homeKB } = renderSite(size)
  add({ renderSeconds: seconds, renderFiles: files, homeKB })
  add({ render500Seconds: renderSite({ updates: 500, services: 20 }).seconds })
  const hugo = secondsByHugo(size)
  if (hugo !== undefined) add({ renderSecondsHugo: hugo })
}
{
  await using sink = await startSink(20_125)
  if (sink !== undefined) {
    await using database = await openDatabase({ home })
    const { queuedSeconds, perSecond } = await sendNotices(database, sink.port, size.notices)
    add({ noticesQueuedSeconds: queuedSeconds, noticesPerSecond: perSecond })
    add({ rawMailsPerSecondPostfix: rawPerSecond(sink.port, size.notices) })
  } else console.log('  notices are not measured: install the package postfix (smtp-sink)')
}
add({ ...(await submitInquiries(home, { perSecond: 1_200, seconds: 5 })) })
console.log(goalLines({ goals, atLeast }, figures).join('\n'))
if (values.json !== undefined) {
  const machine = { cpu: cpus()[0]?.model, cores: availableParallelism(), node: process.version }
  writeFileSync(values.json, `${JSON.stringify({ machine, size, figures, goals }, null, 2)}\n`)
}

/** Printed as soon as they are known. */
function add(more: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(more)) {
    figures[name] = Number(value.toPrecision(4))
    console.log(`  ${name.padEnd(24)} ${String(figures[name]).padStart(10)}`)
  }
}
