/**
 * How fast are ten thousand personal notices. `npm run bench:statements`, `--quick` for a tenth, `--json FILE` for
 * figures and goals.
 *
 * From findings and facts to the checked statement, its hash, the letter as PDF/A on all cores, its signature, and the
 * words of the mail that carries it. Nothing is written to a disk: that is measured with the letters' command.
 */
import { generateKeyPairSync, sign } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'

import { openPress } from '../../src/adapters/documents/index.ts'
import { statementWords } from '../../src/core/messages/index.ts'
import { composeNotice } from '../../src/core/notices/index.ts'
import {
  addresseeOf,
  checkStatement,
  composeStatement,
  contentHash,
  statementLetter,
} from '../../src/phases/comply/statements/index.ts'
import { goalLines } from '../goal-lines.ts'
import { manyTenants } from './many-tenants.ts'

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, json: { type: 'string' } },
})
const count = values.quick ? 1_000 : 10_000
const goalSeconds = values.quick ? 6 : 60

const played = manyTenants(count)
const { estate } = played.facts
const base = { desk: played.desk, facts: played.facts.base(), estate }
const { privateKey } = generateKeyPairSync('ed25519')
const at = played.now
const nextBy = new Date(at.getTime() + 48 * 3_600_000).toISOString()
const { de, en } = statementWords
const notice = {
  notice: 'l1',
  tenants: estate.tenants.map(({ id }) => id),
  ackHours: 6,
  subject: { de: de.mailSubject, en: en.mailSubject },
  text: { de: de.mailText, en: en.mailText },
}

const [began, cpu] = [performance.now(), process.cpuUsage()]
let [bytes, letters, errors, words] = [0, 0, 0, 0]
{
  await using press = openPress()
  let printing: Promise<readonly Uint8Array[]> = Promise.resolve([])
  for (let from = 0; from < count + 500; from += 500) {
    // While one part is printed, the next one is composed.
    const next = composed(from)
    const printed = await printing
    printing = press.print(next)
    for (const pdf of printed) {
      sign(undefined, pdf, privateKey)
      bytes += pdf.length
      letters++
    }
  }
}

function composed(from: number) {
  return estate.tenants.slice(from, from + 500).map(({ id }) => {
    const content = composeStatement(base, { tenant: id, revision: 1, at: at.toISOString(), nextBy })
    errors += checkStatement(content, estate, at).filter(({ severity }) => severity === 'error').length
    const { address, language } = addresseeOf(estate, id, { exercise: false, mark: '' })
    const link = `https://notices.example/a/${id.padEnd(32, 'x')}?lang=${language}`
    words += composeNotice(
      notice,
      { tenant: id, language },
      { estate, state: { id: 'case-1', services: ['mail'] }, link },
    ).text.length
    const hash = contentHash(content)
    const terms = {
      address,
      language,
      contentHash: hash,
      isApproved: true,
      isRegistered: false,
      link,
      files: id,
    }
    return { document: statementLetter(content, estate, terms), at }
  })
}

const seconds = (performance.now() - began) / 1000
const { user, system } = process.cpuUsage(cpu)
if (errors > 0 || letters !== count) throw new Error(`${errors} errors, ${letters} letters`)
const figures = {
  lettersSeconds: seconds,
  cpuSeconds: (user + system) / 1e6,
  noticesPerSecond: count / seconds,
  letterKB: bytes / letters / 1000,
  mailCharacters: words / letters,
}
const goals = { lettersSeconds: goalSeconds }
console.log(`${count} notices, ${availableParallelism()} cores`)
for (const [name, value] of Object.entries(figures)) console.log(`  ${name.padEnd(18)} ${value.toFixed(1)}`)
console.log(goalLines({ goals, atLeast: new Set() }, figures).join('\n'))
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ figures, goals }, null, 2)}\n`)
