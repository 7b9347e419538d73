import type { FirstHour } from '../api/shapes.ts'
import type { IconName } from '../parts/icon.tsx'
import type { Tone } from '../parts/state-mark.tsx'
import { words } from './language.tsx'

/** How far a tenant is; the order is that of the recovery. */
export type Stage = keyof FirstHour['hit']['tenants']['byStage']

export const stages: readonly Stage[] = [
  'waiting',
  'restorePointsChosen',
  'restored',
  'verified',
  'scanned',
  'approved',
  'released',
  'handedBack',
]

export const stageWords = words<Record<Stage, string>>({
  en: {
    waiting: 'waiting',
    restorePointsChosen: 'restore points chosen',
    restored: 'restored',
    verified: 'verified',
    scanned: 'scanned',
    approved: 'approved',
    released: 'released',
    handedBack: 'handed back',
  },
  de: {
    waiting: 'wartet',
    restorePointsChosen: 'Wiederherstellungspunkte gewählt',
    restored: 'wiederhergestellt',
    verified: 'verifiziert',
    scanned: 'gescannt',
    approved: 'Freigabe unterschrieben',
    released: 'freigegeben',
    handedBack: 'übergeben',
  },
})

/** Each stage has a shape of its own, so that a matrix without colours says the same. */
export const stageMarks: Readonly<Record<Stage, { readonly tone: Tone; readonly icon: IconName }>> = {
  waiting: { tone: 'unknown', icon: 'waiting' },
  restorePointsChosen: { tone: 'busy', icon: 'next' },
  restored: { tone: 'busy', icon: 'down' },
  verified: { tone: 'busy', icon: 'proof' },
  scanned: { tone: 'warn', icon: 'shield' },
  approved: { tone: 'warn', icon: 'person' },
  released: { tone: 'good', icon: 'done' },
  handedBack: { tone: 'good', icon: 'home' },
}
