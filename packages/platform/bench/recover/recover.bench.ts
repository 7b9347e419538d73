/**
 * How fast is the way from a backup to clean files, beside what people use today? `npm run bench:recover`, one run,
 * everything side by side on the same data. The steps take turns; of several rounds the best time counts. Needs
 * restic, yara and clamd, and starts its own clamd with generated signatures.
 *
 *     --quick        60 MB and two rounds instead of 200 MB and three
 *     --json FILE    figures, goals, and the machine they are of
 *     --source DIR   real files (default: the installed dependencies and /usr/share/doc)
 *     --rules DIR    further rules beside the bundled ones
 *     --work DIR     where data and repositories lie (default: the system's temporary folder)
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'

import { entriesBelow } from '../../src/phases/detect/index.ts'
import { makeCorpus } from './corpus.ts'
import { measureEngine } from './engine-efficiency.ts'
import { goalLines } from '../goal-lines.ts'
import { atLeast, goals } from './goals.ts'
import { measureHistory } from './history.ts'
import { writeManyRules } from './many-rules.ts'
import { measureMemory } from './memory/measure-memory.ts'
import { measurePresentation } from './presentation.ts'
import { requirePrograms, startClamd } from './programs.ts'
import { measureRetroHunt } from './retro-hunt.ts'
import { measureSideBySide } from './side-by-side.ts'
import { measureWarmCache } from './warm-cache.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    source: { type: 'string', multiple: true },
    rules: { type: 'string', multiple: true },
    work: { type: 'string', default: tmpdir() },
  },
})
requirePrograms()
const root = fileURLToPath(new URL('../../../../', import.meta.url))
const work = mkdtempSync(join(values.work, 'anlauf-bench-recover-'))
// clamd may run under an account of its own.
chmodSync(work, 0o711)
process.once('exit', () => rmSync(work, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

const rules = [join(root, 'rules'), ...(values.rules ?? [])].flatMap(filesIn).filter(isRuleFile)
const sources = values.source ?? [join(root, 'node_modules'), '/usr/share/doc']
const rounds = values.quick ? 2 : 3
const place = (name: string): string => join(work, name)
const corpus = await makeCorpus(place('corpus'), sources, values.quick ? 60e6 : 200e6)
const files = filesIn(corpus.folder)
await using clamd = await startClamd(made('clamd'))
const figures: Record<string, number> = {}

console.log(`${corpus.files} files, ${(corpus.bytes / 1e6).toFixed(0)} MB, ${availableParallelism()} cores`)
const folder = made('side-by-side')
const seconds = await measureSideBySide({ folder, corpus: corpus.folder, rules, clamd, rounds })
for (const [name, took] of seconds) {
  const rate = (corpus.bytes / 1e6 / took).toFixed(1)
  console.log(`  ${name.padEnd(28)} ${took.toFixed(2).padStart(9)} s ${rate.padStart(8)} MB/s`)
}
const time = (name: string): number => seconds.get(name) ?? Number.NaN
const restored = time('restic restore')
add({
  onePassOverSlower: time('one pass') / Math.max(restored, time('scan, and inside')),
  onePassWithClamdOverSlower: time('one pass, with clamd') / Math.max(restored, time('scan, with clamd')),
  onePassOverBothApart: time('one pass') / (restored + time('scan, and inside')),
})
const repository = join(folder, 'repository')
add({ rssMiB: measureMemory(repository, place('memory'), rules) })
add(await measureEngine({ rules, files }, rounds + 1))
const many = await measureEngine({ rules: [...rules, writeManyRules(work)], files }, rounds + 1)
add(Object.fromEntries(Object.entries(many).map(([name, value]) => [`${name}ManyRules`, value])))
add(await measureWarmCache({ folder: made('warm-cache'), files, rules, clamd }))
add(await measurePresentation({ folder: made('presentation'), rules, clamd, rounds: 1 }))
const bytesPerTenant = values.quick ? 1.5e6 : 5e6
add(await measureHistory({ folder: made('history'), sources, bytesPerTenant, rules, clamd }))
add(await measureRetroHunt(made('retro-hunt')))
console.log(goalLines({ goals, atLeast }, figures).join('\n'))
if (values.json !== undefined) {
  const machine = { cpu: cpus()[0]?.model, cores: availableParallelism(), node: process.version }
  const times = Object.fromEntries(seconds)
  const report = { machine, files: corpus.files, bytes: corpus.bytes, seconds: times, figures, goals }
  writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`)
}

/** Printed as soon as they are known: a run takes minutes. */
function add(more: Readonly<Record<string, number>>): void {
  console.log(`after ${Math.round(performance.now() / 1000)} s`)
  for (const [name, value] of Object.entries(more)) {
    figures[name] = Number(value.toPrecision(4))
    console.log(`  ${name.padEnd(28)} ${String(figures[name]).padStart(9)}`)
  }
}

function made(name: string): string {
  mkdirSync(place(name))
  return place(name)
}

function filesIn(folder: string): string[] {
  return [...entriesBelow(folder)].flatMap(({ path, kind }) => (kind === 'file' ? [path] : []))
}

function isRuleFile(path: string): boolean {
  return /\.yara?$/.test(path)
}
