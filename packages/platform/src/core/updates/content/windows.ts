import type { Estate } from '../../estate/index.ts'
import { restartOrder } from '../../estate/index.ts'
import { isoTime, unfit } from '../draft-sections.ts'
import type { RestartWindow } from './content.ts'

/** Lines `SERVICE FROM TO tentative|confirmed`. Throws `input-invalid` with the line. */
export function parseWindows(text: string): readonly RestartWindow[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line) => {
    const [service = '', from = '', to = '', status = '', ...rest] = line.trim().split(/\s+/)
    if ((status !== 'tentative' && status !== 'confirmed') || rest.length > 0) {
      throw unfit(
        `the window "${line.trim()}" is not understood`,
        'Write: SERVICE FROM TO tentative, or confirmed at its end; times like 2026-11-23T04:00:00+01:00.',
      )
    }
    return { service, from: isoTime('from', from), to: isoTime('to', to), status }
  })
}

/** What is wrong with the windows: unknown services, times, and a service before what it stands on. */
export function windowProblems(
  windows: readonly RestartWindow[],
  estate: Estate,
  now: Date,
): readonly string[] {
  const known = new Map(estate.services.map((service) => [service.id, service]))
  const planned = new Map(windows.map((window) => [window.service, window]))
  return [
    ...(windows.length === 0 ? ['no window is given'] : []),
    ...(planned.size === windows.length ? [] : ['a service has two windows']),
    ...windows.flatMap(({ service, from, to }) => [
      ...(known.has(service) ? [] : [`the estate has no service "${service}"`]),
      ...(from < to ? [] : [`the window of "${service}" ends before it begins`]),
      ...(Date.parse(to) > now.getTime() ? [] : [`the window of "${service}" is over`]),
      ...neededBy(known.get(service)).flatMap((other) => {
        const first = planned.get(other)
        return first !== undefined && first.from > from
          ? [`"${service}" begins before "${other}", which it needs`]
          : []
      }),
    ]),
  ]
}

/** Windows in the order in which services come back: by time, then by the estate's order. */
export function inRestartOrder(windows: readonly RestartWindow[], estate: Estate): readonly RestartWindow[] {
  const order = restartOrder(estate)
  const places = 'waves' in order ? order.waves.flat() : estate.services.map(({ id }) => id)
  return windows.toSorted(
    (a, b) =>
      Date.parse(a.from) - Date.parse(b.from) || places.indexOf(a.service) - places.indexOf(b.service),
  )
}

/** What a service cannot start without. */
export function neededBy(service: Estate['services'][number] | undefined): readonly string[] {
  return (service?.dependsOn ?? []).filter(({ kind }) => kind !== 'soft').map(({ service: other }) => other)
}
