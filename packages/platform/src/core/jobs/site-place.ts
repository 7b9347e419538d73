import type { Field } from '../estate/index.ts'

/** The public site, as the workplace file says it. */
export interface SitePlace {
  /** File of the hosts, as `site push --targets` takes it; with it the server pushes by itself. */
  readonly targets: string
  /** With more open inquiries than this the site says that answers take longer. */
  readonly busyAbove: number
}

/** The field `site` of a workplace file. */
export const siteField: Field = {
  shape: {
    kind: 'object',
    fields: {
      targets: { shape: { kind: 'text' } },
      busyAbove: { shape: { kind: 'number' }, default: 50 },
    },
  },
  default: null,
}

/** What does not fit, as path, message and hint. */
export function* siteMisfits({ busyAbove }: SitePlace): Generator<[string, string, string]> {
  if (Number.isInteger(busyAbove) && busyAbove >= 1) return
  yield [
    'site.busyAbove',
    'this is no number of inquiries',
    'Give as many as your desk can answer in a working day, for instance 50.',
  ]
}
