import { createHash } from 'node:crypto'

import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import { caseFlag, openDeclaredCase, signature } from './access.ts'
import type { AnlaufContext } from '../context.ts'
import { readEstateFile } from '../access/estate-file.ts'
import { estateFlag } from '../flags/estate-flag.ts'
import { parseCount } from '../flags/flag-values.ts'
import { readInputFile } from '../access/input-file.ts'
import { counted, printJson, printLines } from '../terminal/output.ts'
import { readProbeResults } from './probe-results.ts'
import { openStores } from '../access/stores.ts'
import { chosenSystems, systemFlag } from '../flags/system-choice.ts'

interface IsolatedFlags {
  readonly case: string
  readonly estate: string
  readonly proof: string
  readonly system?: readonly string[]
  readonly probes?: number
  readonly json: boolean
}

/** Probes of a large estate have some megabytes. */
const maxProof = 64 * 1024 * 1024

export const caseIsolated = buildCommand<IsolatedFlags, [], AnlaufContext>({
  docs: {
    brief: 'Record the proof that the attacked systems are cut off',
    fullDescription:
      'The proof is a file of probe results from a second path, never the return value of the isolating action. A JSON list (or one object a line) with "reached": true or false is counted, and refused when anything was reached; for any other file say with --probes how many probes it shows. The case keeps the SHA-256 of the file, not the file.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      estate: estateFlag,
      proof: { kind: 'parsed', parse: String, brief: 'File with the probe results', placeholder: 'file' },
      system: systemFlag,
      probes: {
        kind: 'parsed',
        parse: parseCount,
        optional: true,
        brief: 'How many probes the file shows, when it is no JSON',
        placeholder: 'number',
      },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const systems = chosenSystems(readEstateFile(flags.estate), flags.system)
    const bytes = readInputFile(flags.proof, { what: 'proof', maxBytes: maxProof })
    const probes = countProbes(bytes.toString('utf8'), flags)
    const proof = createHash('sha256').update(bytes).digest('hex')
    await using stores = await openStores(this)
    const session = await openDeclaredCase(this, stores, flags.case)
    await session.execute(
      { command: 'record', facts: [{ type: 'isolation.proven', systems, probes, proof }] },
      signature(this),
    )
    if (flags.json) return printJson(this, { case: flags.case, systems, probes, proof })
    printLines(this, [
      `Isolation of ${counted(systems.length, 'system')} recorded in the case ${flags.case}: ${systems.join(', ')}`,
      `  ${counted(probes, 'probe')}, nothing was reached; SHA-256 of the proof ${proof}`,
      `Keep ${flags.proof}: the case holds its hash only, and an auditor will ask for the file.`,
    ])
  },
})

function countProbes(text: string, { proof, probes: said }: IsolatedFlags): number {
  const results = readProbeResults(text)
  if (results === undefined) {
    if (said !== undefined && said > 0) return said
    throw new AnlaufError('input-invalid', `${proof} is no JSON list of probe results.`, {
      hint: 'Say how many probes the file shows with --probes NUMBER, or write objects with "reached": false.',
    })
  }
  const { probes, reached } = results
  if (reached.length > 0) {
    const named = reached.slice(0, 5).map(printName).join(', ')
    const more = reached.length > 5 ? ` and ${reached.length - 5} more` : ''
    throw new AnlaufError('cannot-isolate', `${reached.length} of ${probes} probes reached their target.`, {
      hint: `Cut these off, probe again, then record the new file: ${named}${more}.`,
    })
  }
  if (said === undefined || said === probes) return probes
  throw new AnlaufError('input-invalid', `${proof} shows ${probes} probes, not ${said}.`, {
    hint: 'Leave --probes out; the file is counted.',
  })
}
