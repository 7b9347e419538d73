import type { DirectoryEntry } from './entry.ts'

const unchecked = 'from general knowledge; compare before relying on it'

export const otherAuthorities: readonly DirectoryEntry[] = [
  {
    id: 'bsi',
    for: ['bsi', 'bbk', 'bnetza'],
    name: { de: 'Meldestelle von BSI und BBK', en: 'Reporting office of BSI and BBK' },
    portal: 'https://portal.bsi.bund.de',
    account: {
      de: 'Mein Unternehmenskonto (ELSTER) und Registrierung im BSI-Portal, vor dem Vorfall',
      en: 'Mein Unternehmenskonto (ELSTER) and registration in the BSI portal, before the incident',
    },
    note: { de: 'Portal seit 6. Januar 2026', en: 'portal since 6 January 2026' },
    checkedAt: '2026-11-29',
    source: 'several reports on the opening of the portal, 2026 (stored copies)',
  },
  {
    id: 'bnetza',
    for: ['bnetza', 'bnetza-bfdi'],
    name: { de: 'Bundesnetzagentur', en: 'Federal Network Agency' },
    portal: 'https://www.bundesnetzagentur.de',
    source: unchecked,
  },
  {
    id: 'bfdi',
    for: ['bnetza-bfdi'],
    name: {
      de: 'Bundesbeauftragte für den Datenschutz und die Informationsfreiheit',
      en: 'Federal Commissioner for Data Protection',
    },
    portal: 'https://www.bfdi.bund.de',
    note: { de: 'für Telekommunikation und Post zuständig', en: 'competent for telecommunications and post' },
    source: unchecked,
  },
  {
    id: 'bafin-mvp',
    for: ['bafin'],
    name: { de: 'BaFin, Melde- und Veröffentlichungsplattform', en: 'BaFin, reporting platform (MVP)' },
    portal: 'https://portal.mvp.bafin.de',
    account: {
      de: 'Zugang zum Fachverfahren DORA in der MVP, vor dem Vorfall',
      en: 'access to the DORA procedure in the MVP, before the incident',
    },
    source: unchecked,
  },
  {
    id: 'enisa-srp',
    for: ['csirt-enisa'],
    name: {
      de: 'Einheitliche Meldeplattform der ENISA und koordinierendes CSIRT (BSI)',
      en: 'Single reporting platform of ENISA and coordinator CSIRT (BSI)',
    },
    account: { de: 'Zugang zur Meldeplattform', en: 'access to the reporting platform' },
    source: unchecked,
  },
  {
    id: 'fdpic',
    for: ['fdpic'],
    name: { de: 'EDÖB, Meldeportal DataBreach', en: 'FDPIC, DataBreach portal' },
    portal: 'https://databreach.edoeb.admin.ch',
    source: unchecked,
  },
  {
    id: 'bacs',
    for: ['bacs'],
    name: { de: 'Bundesamt für Cybersicherheit (BACS)', en: 'National Cyber Security Centre (BACS)' },
    portal: 'https://www.ncsc.admin.ch',
    account: { de: 'Cyber Security Hub', en: 'Cyber Security Hub' },
    source: unchecked,
  },
  {
    id: 'ico',
    for: ['ico'],
    name: { de: 'Information Commissioner’s Office', en: 'Information Commissioner’s Office' },
    portal: 'https://ico.org.uk/for-organisations/report-a-breach/',
    source: unchecked,
  },
  {
    id: 'ncsc',
    for: ['ico'],
    name: { de: 'National Cyber Security Centre', en: 'National Cyber Security Centre' },
    portal: 'https://www.ncsc.gov.uk',
    source: unchecked,
  },
]
