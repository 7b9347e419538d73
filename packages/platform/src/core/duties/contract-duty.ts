import type { ContractNotice } from '../estate/index.ts'
import type { Duty } from './duty.ts'

/** A promise to tenants as a duty: hours on the time line, one clock a tenant. */
export function contractDuty({ id, title, after, within }: ContractNotice): Duty {
  return {
    id: `contract-${id}`,
    row: 'contract',
    norm: title.en,
    basis: 'U',
    title,
    owedBy: { de: 'Anbieter', en: 'provider' },
    trigger: { de: 'wie im Vertrag vereinbart', en: 'as agreed in the contract' },
    conditions: [],
    per: 'tenant',
    regime: 'contract',
    recipient: 'contract-partner',
    clock: {
      kind: 'period',
      limits: [{ start: { kind: 'event', event: after }, period: { length: within, unit: 'hours' } }],
      readings: [],
    },
    contents: [{ de: 'wie im Vertrag vereinbart', en: 'as agreed in the contract' }],
    form: { de: 'wie im Vertrag vereinbart', en: 'as agreed in the contract' },
    approve: ['service-owner'],
    review: 'draft for counsel',
  }
}
