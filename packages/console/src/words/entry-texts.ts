import type { EntryReader } from './entry-reader.ts'
import { words } from './language.tsx'

type EntryTexts = Readonly<Record<string, (read: EntryReader) => string>>

export const entryTexts = words<EntryTexts>({
  en: {
    'case.declared': ({ text, length }) =>
      `Case declared: ${text('title')}; ${length('tenants')} tenants, ${length('services')} services hit`,
    'case.extended': () => 'Case extended: more is hit',
    'case.reopened': () => 'Case reopened',
    'case.closed': () => 'Case closed',
    'isolation.proven': ({ number, length }) =>
      `Isolation proven: ${length('systems')} systems, ${number('probes')} probes`,
    'approver.registered': ({ text }) => `${text('person')} may approve as ${text('role')}`,
    'credential.registered': ({ text }) => `Passkey of ${text('person')} registered for signatures`,
    'key.revoked': () => 'A key was revoked',
    'unit.restorePointsChosen': ({ unit, number, bytes }) =>
      `${unit}: restore points chosen, ${number('files')} files, ${bytes('bytes')}`,
    'unit.givenOut': ({ unit, number }) => `${unit}: given out to workers in ${number('parts')} parts`,
    'unit.restored': ({ unit, number, bytes }) =>
      `${unit}: restored into the clean room, ${number('files')} files, ${bytes('bytes')}`,
    'unit.verified': ({ unit, number }) => `${unit}: verified, ${number('files')} files`,
    'unit.scanned': ({ unit, number }) =>
      `${unit}: scanned, ${number('clean')} clean, ${number('quarantined')} in quarantine, ${number('unscanned')} without a verdict`,
    'unit.databaseAdded': ({ unit, number }) =>
      `${unit}: a database belongs to it, ${number('tables')} tables, ${number('rows')} rows`,
    'unit.databaseRefused': ({ unit, number }) =>
      `${unit}: a database was refused, ${number('infected')} infected values`,
    'database.recovered': ({ text }) => `Database cluster ${text('cluster')} brought back in the clean room`,
    'item.quarantined': ({ unit }) => `${unit}: a file went into quarantine`,
    'item.sentToReview': ({ unit }) => `${unit}: a file was sent to case review`,
    'unit.queued': ({ unit, length }) => `${unit}: ${length('groups')} groups in the case queue`,
    'unit.decided': ({ unit, text, length }) =>
      `${unit}: ${text('person')} decided on ${length('facts')} groups of class ${text('class')}`,
    'unit.approved': ({ unit, text }) => `${unit}: approved by ${text('person')} (${text('role')})`,
    'unit.released': ({ unit, number, bytes }) =>
      `${unit}: released through the gate, ${number('files')} files, ${bytes('bytes')}`,
    'unit.handedBack': ({ unit, number }) => `${unit}: handed back with a receipt, ${number('files')} files`,
    'update.drafted': () => 'Update drafted',
    'update.approved': ({ text }) => `Update approved by ${text('person')}`,
    'update.rejected': () => 'Update rejected',
    'update.published': ({ moment }) => `Update published; the next one by ${moment('nextBy')}`,
    'claim.stated': () => 'A claim was stated',
    'service.stated': () => 'The state of a service was stated',
    'approval.requested': () => 'Approval requested',
    'approval.given': ({ text }) => `Approval given by ${text('signer') || text('person')}`,
    'approval.withdrawn': () => 'Approval withdrawn',
    'override.recorded': () => 'A gate was overridden, with a reason',
    'exercise.scored': () => 'The exercise was scored',
    'plan.adopted': () => 'Emergency plan adopted',
    'plan.proposed': () => 'A changed plan was proposed',
    'plan.approved': () => 'A changed plan was approved',
    'scope.stated': () => 'Scope of the case stated',
    'stage.started': ({ text }) => `Stage started: ${text('key') || text('stage')}`,
    'stage.filled': ({ text }) => `Form filled in: ${text('key') || text('stage')}`,
    'stage.approved': ({ text }) => `Stage signed: ${text('key') || text('stage')}`,
    'stage.done': ({ text }) => `Stage done: ${text('key') || text('stage')}`,
    'stage.skipped': ({ text }) => `Stage left out: ${text('key') || text('stage')}`,
    'stage.failed': ({ text }) => `Stage failed: ${text('key') || text('stage')}`,
    'stage.reopened': ({ text }) => `Stage reopened: ${text('key') || text('stage')}`,
    'clock.profiled': () => 'Legal profile recorded: which duties hold',
    'clock.started': ({ text }) => `A fact that starts clocks: ${text('event')}`,
    'clock.met': ({ text }) => `Duty met, with proof: ${text('duty')}`,
    'clock.signed': () => 'A statement on a clock was signed',
    'clock.reopened': ({ text }) => `Clock reopened: ${text('duty')}`,
    'clock.approaching': ({ text }) => `Clock nearly due: ${text('duty')}`,
    'clock.missed': ({ text }) => `Clock missed: ${text('duty')}`,
    'work.asked': ({ text }) => `Work asked for: ${text('job')}`,
    'work.rescued': ({ text }) => `Work taken over from a lost worker: ${text('job')}`,
    'work.ended': ({ text }) => `Work ended: ${text('job')}`,
  },
  de: {
    'case.declared': ({ text, length }) =>
      `Fall ausgerufen: ${text('title')}; ${length('tenants')} Mandanten, ${length('services')} Dienste getroffen`,
    'case.extended': () => 'Fall erweitert: Es ist mehr getroffen',
    'case.reopened': () => 'Fall wieder geöffnet',
    'case.closed': () => 'Fall geschlossen',
    'isolation.proven': ({ number, length }) =>
      `Isolierung bewiesen: ${length('systems')} Systeme, ${number('probes')} Proben`,
    'approver.registered': ({ text }) => `${text('person')} darf freigeben als ${text('role')}`,
    'credential.registered': ({ text }) => `Passkey von ${text('person')} für Unterschriften eingetragen`,
    'key.revoked': () => 'Ein Schlüssel wurde widerrufen',
    'unit.restorePointsChosen': ({ unit, number, bytes }) =>
      `${unit}: Wiederherstellungspunkte gewählt, ${number('files')} Dateien, ${bytes('bytes')}`,
    'unit.givenOut': ({ unit, number }) => `${unit}: in ${number('parts')} Teilen an Arbeiter vergeben`,
    'unit.restored': ({ unit, number, bytes }) =>
      `${unit}: in den Reinraum wiederhergestellt, ${number('files')} Dateien, ${bytes('bytes')}`,
    'unit.verified': ({ unit, number }) => `${unit}: verifiziert, ${number('files')} Dateien`,
    'unit.scanned': ({ unit, number }) =>
      `${unit}: gescannt, ${number('clean')} sauber, ${number('quarantined')} in Quarantäne, ${number('unscanned')} ohne Urteil`,
    'unit.databaseAdded': ({ unit, number }) =>
      `${unit}: eine Datenbank gehört dazu, ${number('tables')} Tabellen, ${number('rows')} Zeilen`,
    'unit.databaseRefused': ({ unit, number }) =>
      `${unit}: eine Datenbank wurde abgelehnt, ${number('infected')} befallene Werte`,
    'database.recovered': ({ text }) => `Datenbankverbund ${text('cluster')} im Reinraum zurückgebracht`,
    'item.quarantined': ({ unit }) => `${unit}: eine Datei kam in Quarantäne`,
    'item.sentToReview': ({ unit }) => `${unit}: eine Datei kam zur Einzelprüfung`,
    'unit.queued': ({ unit, length }) => `${unit}: ${length('groups')} Gruppen in der Fallliste`,
    'unit.decided': ({ unit, text, length }) =>
      `${unit}: ${text('person')} entschied über ${length('facts')} Gruppen der Klasse ${text('class')}`,
    'unit.approved': ({ unit, text }) =>
      `${unit}: Freigabe unterschrieben von ${text('person')} (${text('role')})`,
    'unit.released': ({ unit, number, bytes }) =>
      `${unit}: durch die Schleuse freigegeben, ${number('files')} Dateien, ${bytes('bytes')}`,
    'unit.handedBack': ({ unit, number }) => `${unit}: mit Quittung übergeben, ${number('files')} Dateien`,
    'update.drafted': () => 'Meldung entworfen',
    'update.approved': ({ text }) => `Meldung unterschrieben von ${text('person')}`,
    'update.rejected': () => 'Meldung abgelehnt',
    'update.published': ({ moment }) => `Meldung veröffentlicht; die nächste bis ${moment('nextBy')}`,
    'claim.stated': () => 'Eine Aussage wurde festgehalten',
    'service.stated': () => 'Der Stand eines Dienstes wurde festgehalten',
    'approval.requested': () => 'Freigabe angefragt',
    'approval.given': ({ text }) => `Freigabe erteilt von ${text('signer') || text('person')}`,
    'approval.withdrawn': () => 'Freigabe zurückgezogen',
    'override.recorded': () => 'Eine Schleuse wurde übergangen, mit Begründung',
    'exercise.scored': () => 'Die Übung wurde bewertet',
    'plan.adopted': () => 'Notfallplan übernommen',
    'plan.proposed': () => 'Ein geänderter Plan wurde vorgeschlagen',
    'plan.approved': () => 'Ein geänderter Plan wurde unterschrieben',
    'scope.stated': () => 'Umfang des Falls festgehalten',
    'stage.started': ({ text }) => `Schritt begonnen: ${text('key') || text('stage')}`,
    'stage.filled': ({ text }) => `Formular ausgefüllt: ${text('key') || text('stage')}`,
    'stage.approved': ({ text }) => `Schritt unterschrieben: ${text('key') || text('stage')}`,
    'stage.done': ({ text }) => `Schritt erledigt: ${text('key') || text('stage')}`,
    'stage.skipped': ({ text }) => `Schritt ausgelassen: ${text('key') || text('stage')}`,
    'stage.failed': ({ text }) => `Schritt gescheitert: ${text('key') || text('stage')}`,
    'stage.reopened': ({ text }) => `Schritt wieder geöffnet: ${text('key') || text('stage')}`,
    'clock.profiled': () => 'Rechtsprofil festgehalten: welche Pflichten gelten',
    'clock.started': ({ text }) => `Eine Tatsache, die Fristen beginnen lässt: ${text('event')}`,
    'clock.met': ({ text }) => `Pflicht erfüllt, mit Nachweis: ${text('duty')}`,
    'clock.signed': () => 'Eine Erklärung zu einer Frist wurde unterschrieben',
    'clock.reopened': ({ text }) => `Frist wieder geöffnet: ${text('duty')}`,
    'clock.approaching': ({ text }) => `Frist bald fällig: ${text('duty')}`,
    'clock.missed': ({ text }) => `Frist versäumt: ${text('duty')}`,
    'work.asked': ({ text }) => `Arbeit angefordert: ${text('job')}`,
    'work.rescued': ({ text }) => `Arbeit eines verlorenen Arbeiters übernommen: ${text('job')}`,
    'work.ended': ({ text }) => `Arbeit beendet: ${text('job')}`,
  },
})
