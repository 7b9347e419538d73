import type { Messages, UpdateTexts } from './messages.ts'

export const de = {
  language: 'de',
  languageName: 'Deutsch',
  skipToContent: 'Zum Inhalt',
  exercise: 'Übung',
  exerciseNote: 'Dies ist eine Übung. Alle Angaben sind erfunden; niemand muss etwas tun.',
  siteTitle: (provider) => `${provider}: Informationen zum Sicherheitsvorfall`,
  headline: (everythingBack) =>
    everythingBack ? 'Alle Dienste sind wieder freigegeben' : 'Wir stellen unsere Dienste wieder her',
  lead: (everythingBack) =>
    everythingBack
      ? 'Nach einem Angriff mit Verschlüsselungssoftware sind die Daten aller betroffenen Kunden wiederhergestellt, geprüft und freigegeben.'
      : 'Unsere Systeme wurden mit Verschlüsselungssoftware angegriffen. Wir haben sie vom Netz genommen und stellen die Daten aus Sicherungen wieder her. Freigegeben wird nur, was geprüft ist.',
  asOf: (time) => `Stand: ${time}`,
  nextBy: (time) => `Nächste Meldung bis ${time}`,
  overdueSince: (time) => `Die zugesagte Meldung ist seit ${time} überfällig. Wir bitten um Entschuldigung.`,
  noNextUpdate: 'Weitere Meldungen sind nicht angekündigt.',
  since: (time) => `seit ${time}`,
  services: 'Dienste',
  service: 'Dienst',
  state: 'Zustand',
  states: {
    not_affected: 'nicht betroffen',
    operational: 'in Betrieb',
    partial_outage: 'teilweise nicht verfügbar',
    restored_pending_release: 'wiederhergestellt, noch nicht freigegeben',
    verifying: 'wird geprüft',
    restoring: 'wird wiederhergestellt',
    offline_by_plan: 'vorsorglich abgeschaltet',
    major_outage: 'nicht verfügbar',
  },
  stateMeaning: {
    not_affected: 'Dieser Dienst läuft auf Systemen, die nicht angegriffen wurden.',
    operational: 'Die Daten aller Kunden dieses Dienstes sind wiederhergestellt, geprüft und freigegeben.',
    partial_outage: 'Für einen Teil der Kunden ist der Dienst freigegeben, für die übrigen noch nicht.',
    restored_pending_release:
      'Die Daten sind wiederhergestellt und geprüft. Zwei Personen müssen die Freigabe noch bestätigen.',
    verifying: 'Die wiederhergestellten Daten werden auf Vollständigkeit und Schadsoftware geprüft.',
    restoring: 'Die Daten werden aus Sicherungen wiederhergestellt, die vor dem Angriff entstanden sind.',
    offline_by_plan:
      'Der Dienst wurde nach dem Notfallplan vom Netz genommen, damit sich der Angriff nicht ausbreitet.',
    major_outage: 'Der Dienst ist nicht erreichbar.',
  },
  customersBack: (done, total) => `für ${done} von ${total} Kunden freigegeben`,
  recovery: 'Wie weit wir sind',
  recoveryNote:
    'Jeder Schritt setzt die vorigen voraus. Die Zahlen kommen aus den Protokollen der Wiederherstellung.',
  steps: {
    chosen: 'Saubere Sicherungen ausgewählt',
    restored: 'In getrennter Umgebung wiederhergestellt',
    verified: 'Auf Vollständigkeit geprüft',
    scanned: 'Auf Schadsoftware geprüft',
    approved: 'Von zwei Personen bestätigt',
    released: 'Freigegeben',
  },
  ofCustomers: (done, total) => `${done} von ${total} Kunden`,
  figures: 'In Zahlen',
  filesRestored: (files, bytes) => `${files} Dateien (${bytes}) sind wiederhergestellt und geprüft.`,
  filesHeld: (files) => `${files} Dateien halten wir zurück, bis geklärt ist, ob sie unbedenklich sind.`,
  updates: 'Meldungen',
  update: 'Meldung',
  noUpdates: 'Noch keine Meldungen.',
  allUpdates: 'Alle Meldungen',
  back: 'Zur Übersicht',
  published: (time) => `veröffentlicht ${time}`,
  contactNote:
    'Betroffene Kunden werden von uns persönlich unterrichtet. Wir fragen niemals nach Passwörtern.',
  madeFrom:
    'Diese Seite entsteht aus den Aufzeichnungen des Vorfalls. Sie kommt ohne Skripte und ohne fremde Inhalte aus.',
  feed: 'Meldungen abonnieren (Atom)',
} as const satisfies Messages

export const deUpdates = {
  declared: () =>
    'Wir haben einen Angriff mit Verschlüsselungssoftware festgestellt und den Notfallplan ausgelöst. Betroffene Dienste sind nicht erreichbar. Ursache und Umfang werden untersucht.',
  contained: (systems) =>
    `Die betroffenen Systeme (${systems}) sind abgetrennt, und wir haben geprüft, dass sie nicht mehr erreichbar sind. Als Nächstes wählen wir für jede Datei die jüngste unversehrte Sicherung aus.`,
  restoring: (customers, files) =>
    `Für ${customers} Kunden sind die Sicherungen ausgewählt: ${files} Dateien werden in einer getrennten Umgebung wiederhergestellt und dabei auf Schadsoftware geprüft. Termine für die Freigabe nennen wir erst, wenn sie belastbar sind.`,
  reopened: (done, total) =>
    done === total
      ? `Die Daten aller ${total} betroffenen Kunden sind wiederhergestellt, geprüft und freigegeben.`
      : `Die Daten von ${done} der ${total} betroffenen Kunden sind wiederhergestellt, geprüft und freigegeben. An den übrigen arbeiten wir.`,
} as const satisfies UpdateTexts
