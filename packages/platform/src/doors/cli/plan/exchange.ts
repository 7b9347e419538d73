import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import {
  diagramWords,
  exportPlaybook,
  importPlaybook,
  planDiagram,
  planSchema,
  writeEmergencyPlan,
} from '../../../core/emergency-plan/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { AnlaufContext } from '../context.ts'
import { readInputFile } from '../access/input-file.ts'
import { printJson } from '../terminal/output.ts'
import { readEmergencyPlan } from './file.ts'

type NoFlags = Readonly<Record<string, never>>

const planFile = {
  kind: 'tuple' as const,
  parameters: [{ parse: String, brief: 'Plan file', placeholder: 'file' }] as const,
}

export const planDiagramCommand = buildCommand<{ language: 'de' | 'en' }, [string], AnlaufContext>({
  docs: { brief: 'Draw a plan: stages, needs, gates and clocks as SVG on stdout' },
  parameters: {
    flags: {
      language: {
        kind: 'enum',
        values: ['en', 'de'],
        default: 'en',
        brief: 'Language of the picture: en or de',
      },
    },
    positional: planFile,
  },
  func({ language }, file) {
    this.process.stdout.write(planDiagram(readEmergencyPlan(file), diagramWords[language]))
  },
})

export const planExport = buildCommand<{ cacao: boolean }, [string], AnlaufContext>({
  docs: {
    brief: 'Give a plan to other programs: a CACAO 2.0 playbook on stdout',
    fullDescription:
      'Every action becomes a manual step: nothing in the file runs by itself. What CACAO cannot say (exact order, gates, quorums, clocks, German texts) stands in one extension; "anlauf plan import" gives back the very same plan.',
  },
  parameters: {
    flags: {
      cacao: { kind: 'boolean', default: true, brief: 'As a CACAO 2.0 playbook, the only form there is' },
    },
    positional: planFile,
  },
  func({ cacao }, file) {
    if (!cacao)
      throw new AnlaufError('input-invalid', 'There is no other form than CACAO.', {
        hint: 'Leave --no-cacao out.',
      })
    printJson(this, exportPlaybook(readEmergencyPlan(file), this.now().toISOString()))
  },
})

export const planImport = buildCommand<NoFlags, [string], AnlaufContext>({
  docs: {
    brief: 'Take over a CACAO 2.0 playbook: a plan file on stdout',
    fullDescription:
      'Steps become stages with tasks for people; commands become text and never run. Loops and unknown kinds are refused with their place. Read the result, translate it, add roles, gates and quorums before you adopt it.',
  },
  parameters: {
    flags: {},
    positional: {
      kind: 'tuple',
      parameters: [{ parse: String, brief: 'Playbook in JSON', placeholder: 'file' }],
    },
  },
  func(_flags, file) {
    const bytes = readInputFile(file, { what: 'playbook', maxBytes: 16 * 1024 * 1024 })
    const imported = importPlaybook(bytes.toString('utf8'))
    if ('plan' in imported) return void this.process.stdout.write(writeEmergencyPlan(imported.plan))
    const [first] = imported.problems
    const lines = imported.problems.map(({ at, message }) => `${printName(at)}: ${printName(message)}`)
    throw new AnlaufError(
      'emergency-plan-invalid',
      `${file} cannot be taken over: ${lines.slice(0, 5).join('; ')}.`,
      {
        hint: first?.hint ?? 'Name a CACAO 2.0 playbook.',
        context: { problems: imported.problems },
      },
    )
  },
})

export const planSchemaCommand = buildCommand<NoFlags, [], AnlaufContext>({
  docs: { brief: 'JSON Schema of plan files on stdout, for editors' },
  parameters: { flags: {} },
  func() {
    printJson(this, planSchema())
  },
})
