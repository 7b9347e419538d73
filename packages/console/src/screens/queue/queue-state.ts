import { textOf } from '../../parts/search-state.ts'

/** Which part of the queue is looked at, as the address of the screen says. */
export interface QueueState {
  readonly unit: string
  readonly class: string
  readonly standing: string
  readonly from: number
  /** The group that is looked at, by its facts. */
  readonly group: string
}

/** Read from an address; what cannot be is left out. */
export function stateOf(search: Readonly<Record<string, unknown>>): QueueState {
  const group = textOf(search['group'])
  const from = Number(textOf(search['from']))
  return {
    unit: textOf(search['unit']),
    class: /^N[1-6]$/.test(textOf(search['class'])) ? textOf(search['class']) : '',
    standing: /^(?:open|halfSigned|contested|decided|unneeded)$/.test(textOf(search['standing']))
      ? textOf(search['standing'])
      : '',
    from: Number.isInteger(from) && from > 0 ? from : 0,
    group: /^[0-9a-f]{64}$/.test(group) ? group : '',
  }
}
