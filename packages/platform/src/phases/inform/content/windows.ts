import type { Estate, Words } from '../../../core/estate/index.ts'
import type { Published, RestartWindow } from '../../../core/updates/index.ts'

/** A planned restart as a calendar needs it. Never a promise. */
export interface PublicWindow {
  readonly service: string
  readonly name: Words
  readonly from: string
  readonly to: string
  /** `cancelled`: it was announced and is in the newest list no more. */
  readonly status: RestartWindow['status'] | 'cancelled'
  /** Rises by one with every change of this service's window. */
  readonly sequence: number
  /** When it last changed, and by which update. */
  readonly changedAt: string
  readonly update: number
}

/** Every window that was ever announced, as the newest list has it, in the order in which they begin. */
export function publicWindows(updates: readonly Published[], { services }: Estate): readonly PublicWindow[] {
  const known = new Map<string, PublicWindow>()
  for (const { kind, windows = [], number, at } of updates) {
    if (kind !== 'windows') continue
    for (const [service, before] of known) {
      if (before.status === 'cancelled' || windows.some((one) => one.service === service)) continue
      const sequence = before.sequence + 1
      known.set(service, { ...before, status: 'cancelled', sequence, changedAt: at, update: number })
    }
    for (const window of windows) {
      const before = known.get(window.service)
      const isSame =
        before?.from === window.from && before.to === window.to && before.status === window.status
      if (isSame) continue
      const name = services.find(({ id }) => id === window.service)?.name ?? {
        de: window.service,
        en: window.service,
      }
      const sequence = before === undefined ? 0 : before.sequence + 1
      known.set(window.service, { ...window, name, sequence, changedAt: at, update: number })
    }
  }
  return [...known.values()].toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
}
