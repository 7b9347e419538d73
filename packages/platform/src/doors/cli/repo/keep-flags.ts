import { type Duration, type KeepPolicy, parseDuration, printDuration } from '@anlauf/repository'

import { AnlaufError } from '../../../core/failure.ts'
import { parseCount, parseTags } from '../flags/flag-values.ts'

const counts = ['last', 'hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const
const spans = ['Hourly', 'Daily', 'Weekly', 'Monthly', 'Yearly'] as const

type CountFlag = `keep${Capitalize<(typeof counts)[number]>}`
type SpanFlag = 'keepWithin' | `keepWithin${(typeof spans)[number]}`

/** restic's `--keep-…` flags. */
export type KeepFlags = Readonly<Partial<Record<CountFlag, number> & Record<SpanFlag, Duration>>> & {
  readonly keepTag?: readonly (readonly string[])[]
}

const count = (what: string) =>
  ({
    kind: 'parsed',
    parse: parseKeepCount,
    optional: true,
    brief: `Keep the last n ${what} ("unlimited": all)`,
    placeholder: 'n',
  }) as const

const span = (what: string) =>
  ({
    kind: 'parsed',
    parse: parseDuration,
    optional: true,
    brief: `Keep ${what} newer than this, counted from the newest: 1y5m7d2h`,
    placeholder: 'duration',
  }) as const

export const keepFlags = {
  keepLast: count('snapshots'),
  keepHourly: count('hourly snapshots'),
  keepDaily: count('daily snapshots'),
  keepWeekly: count('weekly snapshots'),
  keepMonthly: count('monthly snapshots'),
  keepYearly: count('yearly snapshots'),
  keepWithin: span('all snapshots'),
  keepWithinHourly: span('hourly snapshots'),
  keepWithinDaily: span('daily snapshots'),
  keepWithinWeekly: span('weekly snapshots'),
  keepWithinMonthly: span('monthly snapshots'),
  keepWithinYearly: span('yearly snapshots'),
  keepTag: {
    kind: 'parsed',
    parse: parseTags,
    optional: true,
    variadic: true,
    brief: 'Keep snapshots with all of these tags: a,b (repeatable)',
    placeholder: 'tags',
  },
} as const

/** What the flags ask for. */
export function keepPolicy(flags: KeepFlags): KeepPolicy {
  return {
    ...(flags.keepLast !== undefined && { last: flags.keepLast }),
    ...(flags.keepHourly !== undefined && { hourly: flags.keepHourly }),
    ...(flags.keepDaily !== undefined && { daily: flags.keepDaily }),
    ...(flags.keepWeekly !== undefined && { weekly: flags.keepWeekly }),
    ...(flags.keepMonthly !== undefined && { monthly: flags.keepMonthly }),
    ...(flags.keepYearly !== undefined && { yearly: flags.keepYearly }),
    ...(flags.keepWithin !== undefined && { within: flags.keepWithin }),
    ...(flags.keepWithinHourly !== undefined && { withinHourly: flags.keepWithinHourly }),
    ...(flags.keepWithinDaily !== undefined && { withinDaily: flags.keepWithinDaily }),
    ...(flags.keepWithinWeekly !== undefined && { withinWeekly: flags.keepWithinWeekly }),
    ...(flags.keepWithinMonthly !== undefined && { withinMonthly: flags.keepWithinMonthly }),
    ...(flags.keepWithinYearly !== undefined && { withinYearly: flags.keepWithinYearly }),
    ...(flags.keepTag !== undefined && { tags: flags.keepTag }),
  }
}

/** A policy in restic's words: "keep 1 latest, 2 daily snapshots and all snapshots with tags [a]". */
export function describePolicy(policy: KeepPolicy): string {
  const counted = counts.flatMap((name) => {
    const number = policy[name] ?? 0
    return number === 0 ? [] : [`${number < 0 ? 'all' : number} ${name === 'last' ? 'latest' : name}`]
  })
  const spanned = spans.flatMap((name) => {
    const duration = policy[`within${name}`]
    return duration === undefined ? [] : [`${name.toLowerCase()} snapshots within ${printDuration(duration)}`]
  })
  const parts = [
    [...(counted.length > 0 ? [`${counted.join(', ')} snapshots`] : []), ...spanned].join(', '),
    ...(policy.tags === undefined
      ? []
      : [`all snapshots with tags ${policy.tags.map((list) => `[${list.join(', ')}]`).join(' ')}`]),
    ...(policy.within === undefined
      ? []
      : [`all snapshots within ${printDuration(policy.within)} of the newest`]),
  ]
  return `keep ${parts.filter((part) => part !== '').join(' and ')}`
}

function parseKeepCount(text: string): number {
  if (text === 'unlimited' || text === '-1') return -1
  if (/^\d{1,9}$/.test(text)) return parseCount(text)
  throw new AnlaufError('input-invalid', `"${text}" is no number of snapshots.`, {
    hint: 'Give a whole number, or "unlimited".',
  })
}
