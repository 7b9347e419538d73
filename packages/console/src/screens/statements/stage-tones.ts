import type { StatementRowShape } from '../../api/shapes.ts'
import type { Tone } from '../../parts/state-mark.tsx'

export const stageTones: Readonly<Record<StatementRowShape['stage'], Tone>> = {
  missing: 'warn',
  'in review': 'busy',
  approved: 'good',
  posted: 'busy',
  delivered: 'good',
}
