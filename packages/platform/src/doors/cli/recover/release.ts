import { join, resolve } from 'node:path'

import { buildCommand } from '@stricli/core'

import type { CaseSession } from '../../../core/case/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { unitFolder } from '../../../phases/recover/index.ts'
import { releaseUnit } from '../../../phases/release/index.ts'
import { caseFlag, openDeclaredCase, signature, unitOf } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { type EngineFlags, engineFlags, engineOptions } from './engine-flags.ts'
import { nextStep } from '../case/next-step.ts'
import { counted, formatBytes, printJson, printLines, progressLine } from '../terminal/output.ts'
import { openStores } from '../access/stores.ts'
import { keepForRecall } from './kept-for-recall.ts'

interface ReleaseFlags extends EngineFlags {
  readonly case: string
  readonly unit: string
  readonly cleanRoom: string
  readonly target: string
  readonly json: boolean
}

export const recoverRelease = buildCommand<ReleaseFlags, [], AnlaufContext>({
  docs: {
    brief: 'Hand one unit back through the gate; default deny',
    fullDescription:
      'The gate is asked before a byte is copied and again for what was really copied; every file is hashed on the way, and the folder appears in one step. A refusal lists everything that is missing and leaves nothing in the target. --rules, --clamd and the lists must name what is in force now: a scan with others does not count.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      unit: { kind: 'parsed', parse: String, brief: 'The unit (tenant) to release', placeholder: 'id' },
      cleanRoom: { kind: 'parsed', parse: String, brief: 'Clean room of the run', placeholder: 'folder' },
      target: {
        kind: 'parsed',
        parse: String,
        brief: 'Folder below which the unit appears',
        placeholder: 'folder',
      },
      ...engineFlags,
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const { unit } = flags
    const [cleanRoom, target] = [resolve(flags.cleanRoom), resolve(flags.target)]
    await using stores = await openStores(this)
    const session = await openDeclaredCase(this, stores, flags.case)
    const { restored } = unitOf(session, unit)
    const manifestFile = join(unitFolder(cleanRoom, unit), 'manifest.ndjson')
    keepForRecall(this, manifestFile, restored?.manifestDigest)
    const ruleSetDigest = await rulesInForce(this, flags)
    using progress = progressLine(this, { quiet: flags.json })
    const result = await releaseUnit({
      session,
      unit,
      cleanRoom,
      manifestFile,
      ruleSetDigest,
      target,
      by: signature(this),
      signal: this.signal,
      onProgress: (figures) => progress.update({ phase: 'release', ...figures }),
    }).catch((error: unknown) => {
      throw withNextStep(error, session, unit)
    })
    progress.end()
    const waiting = [...session.state.units.values()].filter(({ released }) => released === undefined)
    if (flags.json) {
      return printJson(this, { case: flags.case, unit, ...result, waiting: waiting.map((one) => one.unit) })
    }
    printLines(this, [
      `${unit} is released: ${counted(result.files, 'file')}, ${formatBytes(result.bytes)} in ${result.folder}`,
      waiting.length === 0
        ? 'Every unit of the case is released.'
        : `${counted(waiting.length, 'unit')} still waiting: anlauf case show --case ${flags.case}`,
      `To give it to the customer with a receipt: anlauf recover hand-back --case ${flags.case} --unit ${unit} --help`,
    ])
  },
})

/** Starts the engine, because only it can say which rules it would use now. */
async function rulesInForce(context: AnlaufContext, flags: EngineFlags): Promise<string> {
  const scanner = await context.startScanner({ ...engineOptions(context, flags), processes: 1 })
  try {
    return scanner.describe().ruleSetDigest
  } finally {
    await scanner.close()
  }
}

/** A closed gate names everything that is missing; here also the command that settles the first of it. */
function withNextStep(error: unknown, { state }: CaseSession, unitId: string): unknown {
  if (!(error instanceof AnlaufError) || error.code !== 'gate-closed') return error
  const { missing } = error.context
  const unit = state.units.get(unitId)
  const step = unit === undefined ? undefined : nextStep(state, unit)
  if (!Array.isArray(missing) || missing.length === 0 || step === undefined) return error
  return new AnlaufError('gate-closed', error.message, {
    hint: `Nothing was released. Next: ${step}`,
    context: error.context,
    cause: error,
  })
}
