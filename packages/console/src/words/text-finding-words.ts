import type { Language } from './language.tsx'

/** What the checks of a text found, as people call it; a kind without a German word is shown by its id. */
export function textFindingName(kind: string, language: Language): string {
  return (language === 'de' ? german[kind] : undefined) ?? kind.replaceAll('-', ' ')
}

const german: Readonly<Record<string, string>> = {
  'names-customer': 'nennt einen Kunden',
  'deceiving-characters': 'täuschende Zeichen',
  markup: 'Auszeichnung im Text',
  address: 'Adresse',
  'time-without-zone': 'Uhrzeit ohne Zone',
  'relative-date': 'Datum nur ungefähr',
  'promised-date': 'zugesagtes Datum',
  'all-clear-while-open': 'Entwarnung, obwohl noch offen',
  'service-not-released': 'Dienst nicht freigegeben',
  'figure-differs': 'Zahl weicht ab',
  'languages-differ': 'Sprachen weichen voneinander ab',
  'claim-not-registered': 'Aussage steht nicht im Register',
  'contradicts-claim': 'widerspricht dem Register',
  'unknown-claim': 'unbekannte Aussage',
  'too-long': 'zu lang',
  empty: 'leer',
  restricted: 'nicht zur Weitergabe',
  'missing-part': 'Teil fehlt',
  'missing-in-part': 'fehlt in einem Teil',
  'open-slot': 'offene Stelle',
  'fact-unknown': 'Tatsache unbekannt',
  secret: 'Geheimnis',
  'attack-detail': 'Einzelheit des Angriffs',
  'repeats-history': 'wiederholt Früheres',
  'no-proof': 'Nachweis fehlt',
  windows: 'Zeitfenster',
  'not-told': 'noch nicht gesagt',
  'records-moved': 'Aufzeichnungen haben sich geändert',
}
