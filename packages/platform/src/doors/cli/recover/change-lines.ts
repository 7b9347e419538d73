import type { compareInventories } from '../../../phases/recover/databases/index.ts'
import { counted } from '../terminal/output.ts'
import { printable } from '../terminal/printable.ts'

/** A list that goes over a screen is read from the report. */
export const maxLines = 40

export function changeLines(compared: ReturnType<typeof compareInventories> | undefined): string[] {
  if (compared === undefined) return ['There is no inventory to compare with.']
  const { changes, comparesSecrets } = compared
  return [
    `${counted(changes.length, 'change')} of roles, functions, triggers, extensions and rights for a person to look at:`,
    ...changes.slice(0, maxLines).map(({ change, kind, database, name, reasons }) => {
      const place = database === '' ? '' : ` in ${database}`
      const why = reasons.length === 0 ? '' : ` (${reasons.join('; ')})`
      return `  ${change} ${kind} ${printable(name)}${place}${why}`
    }),
    ...(changes.length > maxLines ? [`  and ${changes.length - maxLines} more: report.json`] : []),
    ...(comparesSecrets
      ? []
      : ['Passwords and connection strings were not compared: one side could not read them.']),
  ]
}
