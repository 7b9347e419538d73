import type { Words } from './words.ts'

/** The sixteen Länder by their usual letters. */
export const germanLands = [
  'BB',
  'BE',
  'BW',
  'BY',
  'HB',
  'HE',
  'HH',
  'MV',
  'NI',
  'NW',
  'RP',
  'SH',
  'SL',
  'SN',
  'ST',
  'TH',
] as const
export type GermanLand = (typeof germanLands)[number]

/** Facts of an incident from which laws and contracts count. */
export const dutyEvents = [
  'aware-as-processor',
  'aware-as-controller',
  'aware-of-incident',
  'high-risk',
  'new-fact',
  'classified-major',
  'threat-assessed',
  'authority-request',
  'vulnerability-known',
  'fix-available',
  'complaint-decided',
] as const
export type DutyEvent = (typeof dutyEvents)[number]

/** Which law holds for the provider, as counsel says. What is absent is unknown, and unknown duties run. */
export interface LegalProfile {
  /** Land of establishment: its data protection authority and its holidays. */
  readonly land?: GermanLand
  readonly processor?: boolean
  readonly controller?: boolean
  /** Class under the BSIG; `essential` is "besonders wichtig". */
  readonly nis2?: 'none' | 'important' | 'essential'
  readonly kritis?: boolean
  /** A publicly available telecommunications service, such as hosted mail may be. */
  readonly telecom?: boolean
  readonly trustServices?: boolean
  /** A financial entity under DORA itself. */
  readonly dora?: boolean
  /** Has customers that are financial entities under DORA. */
  readonly doraCustomers?: boolean
  /** Places products with digital elements on the market. */
  readonly manufacturer?: boolean
  readonly insured?: boolean
  readonly listed?: boolean
  /** Persons in Switzerland are concerned. */
  readonly switzerland?: boolean
  /** Critical infrastructure in Switzerland, such as a cloud provider. */
  readonly swissCritical?: boolean
  readonly uk?: boolean
  /** Portals of authorities in which an account exists; getting one takes days that nobody has in an incident. */
  readonly accounts?: readonly string[]
  /** Who signed the profile off, and on which day (`2026-03-01`). */
  readonly reviewedBy?: string
  readonly reviewedAt?: string
}

/** What was promised to tenants: word within so many hours after a fact. */
export interface ContractNotice {
  readonly id: string
  readonly title: Words
  readonly after: DutyEvent
  /** Hours. */
  readonly within: number
  /** Absent: promised to all. */
  readonly tenants?: readonly string[]
}
