import { AnlaufError } from '../../../core/failure.ts'

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** A span such as `90m`, `36h` or `7d`, in milliseconds: hours of 60 minutes and days of 24 hours, whatever the clock does. */
export function parseSpan(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,5})([mhd])$/.exec(text) ?? []
  const ms = Number(count) * unitMs[(unit || 'm') as keyof typeof unitMs]
  if (ms > 0) return ms
  throw new AnlaufError('input-invalid', `"${text}" is no span of time.`, {
    hint: 'Write it like 90m, 36h or 7d.',
  })
}
