import type { AnlaufErrorCode } from '../failure.ts'

/** A failure in two or three words, above what happened. English is the code itself. */
export function failureTitle(code: AnlaufErrorCode, language: 'de' | 'en'): string {
  return language === 'de' ? german[code] : code.replaceAll('-', ' ')
}

const german: Readonly<Record<AnlaufErrorCode, string>> = {
  aborted: 'Abgebrochen',
  'api-failed': 'Fehler des Servers',
  'cannot-isolate': 'Trennung nicht möglich',
  'case-moved-on': 'Der Fall ging weiter',
  'database-failed': 'Fehler der Datenbank',
  'drill-marker-missing': 'Zeichen der Übung fehlt',
  'drill-failed': 'Übung fehlgeschlagen',
  'emergency-plan-invalid': 'Notfallplan fehlerhaft',
  'estate-invalid': 'Bestand fehlerhaft',
  'evidence-broken': 'Beweise beschädigt',
  'gate-closed': 'Das Tor ist zu',
  'hook-failed': 'Eigenes Programm fehlgeschlagen',
  'input-invalid': 'Eingabe fehlerhaft',
  'mariadb-failed': 'Fehler von MariaDB',
  'medium-needed': 'Datenträger gebraucht',
  'no-space': 'Kein Platz',
  'not-found': 'Nicht gefunden',
  'not-permitted': 'Nicht erlaubt',
  'not-signed-in': 'Nicht angemeldet',
  'nothing-to-do': 'Nichts zu tun',
  'plan-invalid': 'Plan fehlerhaft',
  'postgres-failed': 'Fehler von PostgreSQL',
  'queue-outdated': 'Fallliste überholt',
  'rules-invalid': 'Regeln fehlerhaft',
  'scanner-failed': 'Scanner fehlgeschlagen',
  'shard-failed': 'Teil fehlgeschlagen',
  'too-many-requests': 'Zu viele Anfragen',
  'unsafe-target': 'Ziel nicht sicher',
  'vault-failed': 'Fehler des Tresors',
  'wal-invalid': 'Datenbankprotokoll fehlerhaft',
  'workplace-invalid': 'Arbeitsplatzdatei fehlerhaft',
  'write-failed': 'Schreiben fehlgeschlagen',
}
