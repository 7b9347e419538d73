import type { Condition } from '../duty.ts'

/** The questions to the legal profile that several rules share. */
export const processor: Condition = {
  field: 'processor',
  is: [true],
  otherwise: { de: 'keine Auftragsverarbeitung', en: 'no processing on behalf of others' },
}
export const controller: Condition = {
  field: 'controller',
  is: [true],
  otherwise: { de: 'keine eigenen personenbezogenen Daten', en: 'no personal data of its own' },
}
export const nis2: Condition = {
  field: 'nis2',
  is: ['important', 'essential'],
  otherwise: {
    de: 'weder wichtige noch besonders wichtige Einrichtung (§ 28 BSIG)',
    en: 'neither an important nor an essential entity (BSIG § 28)',
  },
}
/** BSIG § 28(6): DORA takes its place. */
export const noDora: Condition = {
  field: 'dora',
  is: [false],
  otherwise: {
    de: 'Finanzunternehmen unter DORA (§ 28 Abs. 6 BSIG)',
    en: 'a financial entity under DORA (BSIG § 28(6))',
  },
}
/** BSIG § 28(5): TKG § 168 takes its place. */
export const noTelecom: Condition = {
  field: 'telecom',
  is: [false],
  otherwise: {
    de: 'öffentlicher Telekommunikationsdienst: § 168 TKG geht vor (§ 28 Abs. 5 BSIG)',
    en: 'a public telecommunications service: TKG § 168 displaces it (BSIG § 28(5))',
  },
}
export const telecom: Condition = {
  field: 'telecom',
  is: [true],
  otherwise: {
    de: 'kein öffentlich zugänglicher Telekommunikationsdienst',
    en: 'no publicly available telecommunications service',
  },
}
export const trustServices: Condition = {
  field: 'trustServices',
  is: [true],
  otherwise: { de: 'kein Vertrauensdienst', en: 'no trust service' },
}
export const kritis: Condition = {
  field: 'kritis',
  is: [true],
  otherwise: { de: 'keine kritische Anlage', en: 'no critical facility' },
}
export const dora: Condition = {
  field: 'dora',
  is: [true],
  otherwise: { de: 'kein Finanzunternehmen unter DORA', en: 'no financial entity under DORA' },
}
export const doraCustomers: Condition = {
  field: 'doraCustomers',
  is: [true],
  otherwise: {
    de: 'keine Finanzunternehmen unter den Kunden',
    en: 'no financial entities among the customers',
  },
}
export const manufacturer: Condition = {
  field: 'manufacturer',
  is: [true],
  otherwise: {
    de: 'bringt keine Produkte mit digitalen Elementen in Verkehr',
    en: 'places no products with digital elements on the market',
  },
}
export const insured: Condition = {
  field: 'insured',
  is: [true],
  otherwise: { de: 'keine Cyberversicherung', en: 'no cyber insurance' },
}
export const listed: Condition = {
  field: 'listed',
  is: [true],
  otherwise: { de: 'keine börsennotierte Gruppe', en: 'no listed group' },
}
export const switzerland: Condition = {
  field: 'switzerland',
  is: [true],
  otherwise: { de: 'keine Personen in der Schweiz betroffen', en: 'nobody in Switzerland concerned' },
}
export const swissCritical: Condition = {
  field: 'swissCritical',
  is: [true],
  otherwise: {
    de: 'keine kritische Infrastruktur in der Schweiz',
    en: 'no critical infrastructure in Switzerland',
  },
}
export const uk: Condition = {
  field: 'uk',
  is: [true],
  otherwise: {
    de: 'kein Bezug zum Vereinigten Königreich',
    en: 'no link to the United Kingdom',
  },
}
