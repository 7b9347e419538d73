import type { ContractNotice, LegalProfile } from './legal-profile.ts'
import type { Words } from './words.ts'

export interface Provider {
  readonly id: string
  readonly name: string
  /** IANA time zone in which people read times. */
  readonly tz: string
  readonly languages: readonly string[]
}

export interface Contact {
  readonly id: string
  readonly name: string
  readonly roles: readonly string[]
  readonly languages: readonly string[]
  readonly channels: readonly { readonly kind: string; readonly to: string }[]
}

/** What is sold, in words that tenants know. */
export interface Product {
  readonly id: string
  readonly name: Words
  readonly offerings: readonly string[]
}

/** What is run. */
export interface Service {
  readonly id: string
  readonly name: Words
  readonly offering?: string
  readonly runsOn: readonly string[]
  /** `hard` and `auth` must be back first; `soft` is only missed. */
  readonly dependsOn: readonly { readonly service: string; readonly kind: 'hard' | 'auth' | 'soft' }[]
  readonly tenancy: { readonly mode: 'shared' | 'dedicated' | 'pooled'; readonly key?: string }
  readonly recovery: {
    readonly tier?: number
    readonly order?: number
    readonly rto?: string
    readonly rpo?: string
    /** What must be proven before the service opens. */
    readonly proofs: readonly string[]
  }
}

export interface System {
  readonly id: string
  readonly kind: string
  readonly host?: string
  readonly addresses: readonly string[]
  readonly zones: readonly string[]
  /** How the system is cut off, by kind of connector. */
  readonly connectors: Readonly<Record<string, string>>
}

export interface Dataset {
  readonly id: string
  /** The service whose data it is. */
  readonly of: string
  /** The machine whose name its backups carry. */
  readonly on: string
  readonly source: { readonly kind: string; readonly root?: string; readonly db?: string }
  /** Which part belongs to whom: `{tenant.slug}/**` or `{domain}/**` below the root. */
  readonly tenantSlice?: string
  /** Directories below the root whose files move together: `{tenant.slug}/projects/*`. */
  readonly groups: readonly string[]
  /** When it is restored, where that does not follow from its kind. */
  readonly layer?: RestoreLayer
  readonly classes: readonly string[]
  /** Copies of its backups; ids of `protection.copies` once the estate has some. */
  readonly copies: readonly string[]
  /** Commands, program and arguments, before and after a backup: they bring the data into a state that can be read. */
  readonly hooks: {
    readonly before: readonly (readonly string[])[]
    readonly after: readonly (readonly string[])[]
  }
  readonly owner?: string
}

/** What comes back after what: machines, what all share, its log, what is matched with others, areas, settings. */
export type RestoreLayer = 'base-system' | 'full' | 'incremental' | 'sync' | 'tenant-area' | 'configuration'

/** How often a snapshot of each kind is kept; the counts are restic's. */
export interface Keep {
  readonly last?: number
  readonly hourly?: number
  readonly daily?: number
  readonly weekly?: number
  readonly monthly?: number
  readonly yearly?: number
}

/** One layer of backups. `local` and `vault` are backed up to; the others are made from another copy. */
export interface Copy {
  readonly id: string
  readonly kind: 'local' | 'vault' | 'off-site' | 'offline'
  /** Hours. */
  readonly every: number
  /** The copy that this one is made from. */
  readonly from?: string
  /** The system that makes it; backups are made by the system that holds the data set. */
  readonly runsOn?: string
  /** As restic spells it, without credentials. */
  readonly location?: string
  readonly passwordFile?: string
  readonly keep?: Keep
  /** Folder of the disk or tape drive. */
  readonly to?: string
  /** Bytes. */
  readonly volumeSize?: number
  /** Hours between test reads of its media. */
  readonly testEvery?: number
}

export interface Protection {
  /** Nothing is forgotten: the first switch in an attack. */
  readonly hold: boolean
  readonly copies: readonly Copy[]
}

export interface Credential {
  readonly id: string
  readonly kind: string
  readonly at: string
  readonly name?: string
  readonly consumers: readonly string[]
}

export interface Tenant {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly number?: string
  readonly contacts: readonly string[]
  readonly subscriptions: readonly {
    readonly offering: string
    readonly domain?: string
    readonly seats?: number
  }[]
  readonly wave?: string
}

/** Several systems on one piece of hardware: the blast radius of a hypervisor. */
export interface Cluster {
  readonly id: string
  readonly kind: string
  readonly runs: readonly string[]
}

/** Everything we protect, and who depends on it. Frozen. */
export interface Estate {
  readonly provider: Provider
  readonly contacts: readonly Contact[]
  readonly products: readonly Product[]
  readonly services: readonly Service[]
  readonly systems: readonly System[]
  readonly datasets: readonly Dataset[]
  readonly credentials: readonly Credential[]
  readonly protection: Protection
  readonly tenants: readonly Tenant[]
  readonly clusters: readonly Cluster[]
  readonly legal: LegalProfile
  readonly contracts: readonly ContractNotice[]
}

/** Something wrong with an estate file: where, what, and how to mend it. Lines and columns count from 1. */
export interface EstateProblem {
  readonly file: string
  readonly line: number
  readonly column: number
  /** Place in the document, `services[2].runsOn[0]`. */
  readonly path: string
  readonly message: string
  readonly hint: string
  readonly severity: 'error' | 'warning'
}
