import type { GermanLand, Words } from '../estate/index.ts'

export type AuthorityId =
  | 'data-protection'
  | 'controllers'
  | 'data-subjects'
  | 'bsi'
  | 'bnetza'
  | 'bnetza-bfdi'
  | 'bbk'
  | 'police'
  | 'bafin'
  | 'clients'
  | 'csirt-enisa'
  | 'insurer'
  | 'market'
  | 'fdpic'
  | 'bacs'
  | 'ico'
  | 'internal'
  | 'contract-partner'

/** Who gets a notice: where its clock is read, and whose holidays count there. */
export interface Authority {
  readonly name: Words
  /** IANA zone in which local days and months are counted. */
  readonly zone: string
  /** Land of the seat; `own` is the Land of the provider, by its profile. Absent: no holiday table is kept. */
  readonly holidays?: GermanLand | 'own'
}

const berlin = 'Europe/Berlin'
const same = (name: string): Words => ({ de: name, en: name })

/** BSI, BBK and BNetzA sit in Bonn, and so does the banking supervision of BaFin. */
export const authorities: Readonly<Record<AuthorityId, Authority>> = {
  'data-protection': {
    name: { de: 'Datenschutzaufsicht des Landes', en: 'data protection authority of the Land' },
    zone: berlin,
    holidays: 'own',
  },
  controllers: {
    name: { de: 'jeder betroffene Kunde', en: 'every customer concerned' },
    zone: berlin,
    holidays: 'own',
  },
  'data-subjects': {
    name: { de: 'betroffene Personen', en: 'persons concerned' },
    zone: berlin,
    holidays: 'own',
  },
  bsi: {
    name: { de: 'Meldestelle von BSI und BBK', en: 'reporting office of BSI and BBK' },
    zone: berlin,
    holidays: 'NW',
  },
  bnetza: { name: { de: 'BNetzA und BSI', en: 'BNetzA and BSI' }, zone: berlin, holidays: 'NW' },
  'bnetza-bfdi': { name: { de: 'BNetzA und BfDI', en: 'BNetzA and BfDI' }, zone: berlin, holidays: 'NW' },
  bbk: {
    name: { de: 'BBK über die gemeinsame Meldestelle', en: 'BBK through the joint reporting office' },
    zone: berlin,
    holidays: 'NW',
  },
  police: {
    name: {
      de: 'Polizei (ZAC beim LKA) oder Staatsanwaltschaft',
      en: 'police (ZAC at the LKA) or public prosecutor',
    },
    zone: berlin,
    holidays: 'own',
  },
  bafin: { name: { de: 'BaFin, MVP-Portal', en: 'BaFin, MVP portal' }, zone: berlin, holidays: 'NW' },
  clients: { name: { de: 'eigene Kunden', en: 'own clients' }, zone: berlin, holidays: 'own' },
  'csirt-enisa': {
    name: {
      de: 'koordinierendes CSIRT und ENISA, einheitliche Meldeplattform',
      en: 'coordinator CSIRT and ENISA, single reporting platform',
    },
    zone: berlin,
    holidays: 'NW',
  },
  insurer: { name: { de: 'Cyberversicherer', en: 'cyber insurer' }, zone: berlin, holidays: 'own' },
  market: { name: { de: 'Kapitalmarkt', en: 'market' }, zone: berlin, holidays: 'own' },
  fdpic: { name: { de: 'EDÖB (Schweiz)', en: 'FDPIC (Switzerland)' }, zone: 'Europe/Zurich' },
  bacs: { name: { de: 'BACS (Schweiz)', en: 'BACS (Switzerland)' }, zone: 'Europe/Zurich' },
  ico: { name: same('ICO'), zone: 'Europe/London' },
  internal: { name: { de: 'im Haus', en: 'in the house' }, zone: berlin, holidays: 'own' },
  'contract-partner': {
    name: { de: 'Vertragspartner', en: 'contract partner' },
    zone: berlin,
    holidays: 'own',
  },
}
