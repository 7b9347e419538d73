import type { GermanLand } from '../../estate/index.ts'
import type { DirectoryEntry } from './entry.ts'

const unchecked = 'from general knowledge; compare before relying on it'

interface Given extends Partial<Omit<DirectoryEntry, 'id' | 'for' | 'land' | 'name'>> {
  readonly de: string
  readonly en?: string
}

/** Supervision of companies. Bavaria has another authority for public bodies. */
const given: Readonly<Record<GermanLand, Given>> = {
  BB: {
    de: 'Landesbeauftragte für den Datenschutz und für das Recht auf Akteneinsicht Brandenburg',
    portal: 'https://www.lda.brandenburg.de',
  },
  BE: {
    de: 'Berliner Beauftragte für Datenschutz und Informationsfreiheit',
    portal: 'https://www.datenschutz-berlin.de',
    note: {
      de: 'eine Meldung je Verantwortlichem, nicht durch den Auftragsverarbeiter; vorläufig melden, dann ergänzen',
      en: 'one report a controller, not by the processor; report provisionally, then complete',
    },
  },
  BW: {
    de: 'Landesbeauftragter für den Datenschutz und die Informationsfreiheit Baden-Württemberg',
    portal: 'https://www.baden-wuerttemberg.datenschutz.de',
  },
  BY: {
    de: 'Bayerisches Landesamt für Datenschutzaufsicht',
    portal: 'https://www.lda.bayern.de/de/datenpanne.html',
    phone: '0981 53-1300',
    mail: 'poststelle@lda.bayern.de',
    source: 'list of a law firm (stored copy), one source only',
  },
  HB: {
    de: 'Landesbeauftragte für Datenschutz und Informationsfreiheit Bremen',
    portal: 'https://www.datenschutz.bremen.de',
  },
  HE: {
    de: 'Hessischer Beauftragter für Datenschutz und Informationsfreiheit',
    portal: 'https://datenschutz.hessen.de',
  },
  HH: {
    de: 'Hamburgischer Beauftragter für Datenschutz und Informationsfreiheit',
    portal: 'https://datenschutz-hamburg.de',
  },
  MV: {
    de: 'Landesbeauftragter für Datenschutz und Informationsfreiheit Mecklenburg-Vorpommern',
    portal: 'https://www.datenschutz-mv.de',
  },
  NI: {
    de: 'Landesbeauftragter für den Datenschutz Niedersachsen',
    portal: 'https://www.lfd.niedersachsen.de',
    note: {
      de: 'ein Auftragsverarbeiter darf mit Vollmacht für den Verantwortlichen melden',
      en: 'a processor may file for the controller when authorised',
    },
  },
  NW: {
    de: 'Landesbeauftragte für Datenschutz und Informationsfreiheit Nordrhein-Westfalen',
    portal: 'https://www.ldi.nrw.de',
    account: { de: 'Registrierung für das Formular', en: 'registration for the form' },
  },
  RP: {
    de: 'Landesbeauftragter für den Datenschutz und die Informationsfreiheit Rheinland-Pfalz',
    portal: 'https://fms.service24.rlp.de/fms/findform?areashortname=LfDI&formtecid=6&shortname=dp_form_lfdi',
    note: {
      de: 'Nachmeldung: nur Kennung der Erstmeldung und Neues',
      en: 'further information: id of the first report and what is new only',
    },
    checkedAt: '2026-11-29',
    source: 'form of the authority (stored copy)',
  },
  SH: {
    de: 'Unabhängiges Landeszentrum für Datenschutz Schleswig-Holstein',
    portal: 'https://www.datenschutzzentrum.de',
  },
  SL: { de: 'Unabhängiges Datenschutzzentrum Saarland', portal: 'https://www.datenschutz.saarland.de' },
  SN: {
    de: 'Sächsische Datenschutz- und Transparenzbeauftragte',
    portal: 'https://www.datenschutz.sachsen.de',
  },
  ST: {
    de: 'Landesbeauftragte für den Datenschutz Sachsen-Anhalt',
    portal: 'https://datenschutz.sachsen-anhalt.de',
  },
  TH: {
    de: 'Thüringer Landesbeauftragter für den Datenschutz und die Informationsfreiheit',
    portal: 'https://www.tlfdi.de',
  },
}

export const dataProtectionAuthorities: readonly DirectoryEntry[] = (
  Object.entries(given) as [GermanLand, Given][]
).map(([land, { de, en = de, source = unchecked, ...more }]) => ({
  id: `dpa-${land.toLowerCase()}`,
  for: ['data-protection'],
  land,
  name: { de, en },
  source,
  ...more,
}))
