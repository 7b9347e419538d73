import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import {
  type EmergencyPlan,
  lintPlan,
  planDigest,
  type PlanFinding,
  type PlanProblem,
  wavesOf,
} from '../../../core/emergency-plan/index.ts'
import { dutyFindings, type PlannedClock } from '../../../core/duties/index.ts'
import type { AnlaufContext } from '../context.ts'
import { counted, printJson, printLines } from '../terminal/output.ts'
import { parsePlanFile } from './file.ts'

interface CheckFlags {
  readonly language: 'de' | 'en'
  readonly json: boolean
}

export const planCheck = buildCommand<CheckFlags, [string], AnlaufContext>({
  docs: {
    brief: 'Check an emergency plan: mistakes with line and remedy, order of stages, gaps',
    fullDescription:
      'Prints every mistake with line, column and remedy. A plan without mistakes is answered with its digest (what people sign), the stages wave after wave, and gaps that would hurt. Exit code 1 for mistakes; gaps alone do not fail.',
  },
  parameters: {
    flags: {
      language: {
        kind: 'enum',
        values: ['en', 'de'],
        default: 'en',
        brief: 'Language of the stages: en or de',
      },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
    positional: { kind: 'tuple', parameters: [{ parse: String, brief: 'Plan file', placeholder: 'file' }] },
  },
  func({ language, json }, file) {
    const parsed = parsePlanFile(file)
    if ('problems' in parsed) {
      this.process.exitCode = 1
      if (json) return printJson(this, { problems: parsed.problems })
      return printLines(this, problemLines(file, parsed.problems))
    }
    const { plan } = parsed
    const digest = planDigest(plan)
    const today = this.now().toISOString().slice(0, 10)
    const findings = [...lintPlan(plan, { today }), ...dutyFindings(lawfulClocks(plan), today)]
    if (json) {
      const waves = wavesOf(plan.stages).map((wave) => wave.map(({ id }) => id))
      return printJson(this, {
        problems: [],
        plan: plan.front.plan,
        version: plan.front.version,
        digest,
        waves,
        findings,
      })
    }
    printLines(this, [
      `${file} has no mistakes: ${plan.front.title[language]}, version ${plan.front.version}, ${counted(plan.stages.length, 'stage')}.`,
      `Digest: ${digest}`,
      '',
      'Stages; those of one wave may run side by side:',
      ...stageLines(plan, language),
      '',
      ...findingLines(findings),
    ])
  },
})

/** What a plan says of duties of law; its own promises are nobody else's business. */
function lawfulClocks({ stages }: EmergencyPlan): readonly PlannedClock[] {
  return stages.flatMap(({ id: stage, clocks, startsClocks }) => [
    ...clocks.flatMap(({ regime, duty, strictHours }) =>
      regime === 'law' ? [{ stage, duty, strictHours }] : [],
    ),
    ...startsClocks.map(({ duty }) => ({ stage, duty })),
  ])
}

function problemLines(file: string, problems: readonly PlanProblem[]): string[] {
  return [
    ...problems.flatMap(({ line, column, message, hint }) => [
      `${file}:${line}:${column}: ${printName(message)}`,
      `    What to do: ${printName(hint)}`,
    ]),
    `${counted(problems.length, 'mistake')} in ${file}.`,
  ]
}

function stageLines(plan: EmergencyPlan, language: 'de' | 'en'): string[] {
  return wavesOf(plan.stages).flatMap((wave, at) =>
    wave.map(({ id, title, forEach, gate }, place) => {
      const head = place === 0 ? String(at + 1).padStart(4) : '    '
      const notes = [
        ...(forEach === undefined ? [] : [`each of ${forEach.text}`]),
        ...(gate.length === 0 ? [] : [`gate: ${gate.join(', ')}`]),
      ]
      const note = notes.length === 0 ? '' : `  (${notes.join('; ')})`
      return `${head}  ${id}: ${printName(title[language])}${printName(note)}`
    }),
  )
}

function findingLines(findings: readonly Pick<PlanFinding, 'rule' | 'at' | 'message' | 'hint'>[]): string[] {
  if (findings.length === 0) return ['No gaps were found.']
  return [
    `${counted(findings.length, 'gap')} that would hurt in the night:`,
    ...findings.flatMap(({ rule, at, message, hint }) => [
      `  ${at}: ${printName(message)} (${rule})`,
      `      What to do: ${hint}`,
    ]),
  ]
}
