import { claimClasses, claimClassNames, claimStateNames } from '../../messages/index.ts'
import { type Field, fieldsOf } from '../field.ts'

/** Counted by the engine; for a tenant its own part. */
const counted: readonly Field[] = fieldsOf({ group: 'impact', per: 'incident', from: 'engine' }, [
  { id: 'impact.tenants', kind: 'count', de: 'Betroffene Kunden', en: 'Customers concerned' },
  {
    id: 'impact.tenant-share',
    kind: 'percent',
    de: 'Anteil betroffener Kunden',
    en: 'Share of customers concerned',
  },
  {
    id: 'impact.data-classes',
    kind: 'list',
    de: 'Klassen der Daten auf betroffenen Systemen',
    en: 'Classes of data on systems concerned',
  },
  { id: 'impact.files-restored', kind: 'count', de: 'Wiederhergestellte Dateien', en: 'Files restored' },
  { id: 'impact.bytes-restored', kind: 'count', de: 'Wiederhergestellte Bytes', en: 'Bytes restored' },
  {
    id: 'impact.files-left-out',
    kind: 'count',
    de: 'Dateien ohne unversehrten Stand',
    en: 'Files without an intact version',
  },
  {
    id: 'impact.files-quarantined',
    kind: 'count',
    de: 'Dateien in Quarantäne',
    en: 'Files in quarantine',
  },
  {
    id: 'impact.tenants-released',
    kind: 'count',
    de: 'Kunden mit freigegebenen Daten',
    en: 'Customers with released data',
  },
])

/** From the register of claims: what the house says of a harm in public is what it says to authorities. */
const claimed: readonly Field[] = fieldsOf(
  { group: 'impact', per: 'incident', from: 'engine' },
  claimClasses.map((of) => ({
    id: `claim.${of}`,
    kind: 'choice',
    ...claimClassNames[of],
    options: claimStateNames,
  })),
)

/** What sector law asks about the effects. */
const sector: readonly Field[] = fieldsOf({ group: 'impact', per: 'incident' }, [
  {
    id: 'impact.users',
    kind: 'count',
    de: 'Zahl der betroffenen Nutzer',
    en: 'Number of users affected',
  },
  {
    id: 'impact.users-share',
    kind: 'percent',
    de: 'Anteil der betroffenen Nutzer',
    en: 'Share of users affected',
  },
  { id: 'impact.area', kind: 'text', de: 'Betroffenes Gebiet', en: 'Area affected' },
  { id: 'impact.plant', kind: 'text', de: 'Art der kritischen Anlage', en: 'Type of critical facility' },
  {
    id: 'impact.critical-service',
    kind: 'text',
    de: 'Kritische Dienstleistung und Auswirkung auf sie',
    en: 'Critical service and effect on it',
  },
  {
    id: 'impact.telecom-services',
    kind: 'text',
    de: 'Betroffene Telekommunikationsdienste',
    en: 'Telecommunications services concerned',
  },
])

export const impactFields: readonly Field[] = [...counted, ...claimed, ...sector]
