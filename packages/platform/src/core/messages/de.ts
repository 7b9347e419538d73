import type { Messages, UpdateTexts } from './messages.ts'

const number = new Intl.NumberFormat('de-DE')
const files = (count: number): string => (count === 1 ? '1 Datei' : `${number.format(count)} Dateien`)

export const de = {
  language: 'de',
  locale: 'de-DE',
  languageName: 'Deutsch',
  skipToContent: 'Zum Inhalt',
  navigation: 'Seiten',
  exercise: 'Übung',
  exerciseNote: 'Dies ist eine Übung. Alle Angaben sind erfunden; niemand muss etwas tun.',
  siteTitle: (provider) => `${provider}: Informationen zum Sicherheitsvorfall`,
  description: (provider) =>
    `Welche Dienste von ${provider} betroffen sind, was als Nächstes geschieht und wann die nächste Meldung kommt.`,
  moment: ({ weekday, date, clock, zone }) => `${weekday}, ${date}, ${clock}\u00a0Uhr\u00a0(${zone})`,

  headline: {
    declared: 'Sicherheitsvorfall in unseren Systemen',
    contained: 'Die betroffenen Systeme sind vom Netz getrennt',
    restoring: 'Wir stellen Ihre Daten wieder her',
    partlyReleased: 'Ein Teil der Daten ist geprüft und freigegeben',
    allReleased: 'Alle betroffenen Dienste sind wieder freigegeben',
  },
  attacked: 'Unsere Systeme wurden mit Schadsoftware angegriffen, die Daten verschlüsselt (Ransomware).',
  cutOff: (isProven) =>
    isProven
      ? 'Die betroffenen Systeme sind vom Netz getrennt; das haben wir überprüft.'
      : 'Wir trennen die betroffenen Systeme vom Netz, damit sich der Angriff nicht ausbreitet.',
  stageLead: {
    declared: 'Hier erfahren Sie, welche Dienste betroffen sind und wie es weitergeht.',
    contained: 'Als Nächstes suchen wir für jede Datei die jüngste unversehrte Sicherung heraus.',
    restoring:
      'Ihre Daten stellen wir in einer getrennten Umgebung aus Sicherungen wieder her. Freigegeben wird nur, was geprüft ist.',
    partlyReleased:
      'Für die ersten Kunden sind die wiederhergestellten Daten geprüft und freigegeben. An den übrigen arbeiten wir.',
    allReleased: 'Für alle betroffenen Kunden sind die wiederhergestellten Daten geprüft und freigegeben.',
  },
  closedHeadline: 'Der Vorfall ist abgeschlossen',
  closedUnreleased: 'Nicht alle Daten konnten freigegeben werden.',

  asOf: (time) => `Stand der Meldung: ${time}`,
  lastUpdate: 'Letzte Meldung',
  knowledge: 'Kenntnisstand',
  nextUpdate: 'Nächste Meldung',
  by: (time) => `bis ${time}`,
  overdueSince: (time) =>
    `Die zugesagte Meldung ist seit ${time} überfällig. Wir bitten um Entschuldigung und holen sie so bald wie möglich nach.`,
  ifNothingNew: 'Bitte laden Sie die Seite dann neu. Steht dann noch nichts Neues hier, sind wir im Verzug.',
  noNextUpdate: 'Der Zeitpunkt steht noch nicht fest.',
  closed: 'Der Vorfall ist abgeschlossen. Weitere Meldungen sind nicht geplant.',

  overview: 'Übersicht',
  services: 'Dienste',
  foundation: 'Grundlage anderer Dienste',
  states: {
    not_affected: 'nicht betroffen',
    operational: 'in Betrieb',
    partial_outage: 'teilweise nicht verfügbar',
    restored_pending_release: 'wiederhergestellt, noch nicht freigegeben',
    verifying: 'wird geprüft',
    restoring: 'wird wiederhergestellt',
    offline_by_plan: 'vorsorglich abgeschaltet',
    major_outage: 'nicht verfügbar',
    degraded_performance: 'eingeschränkt',
    workaround: 'Ausweichweg nutzbar',
    available_rework: 'verfügbar, Nacharbeit je Konto',
    isolated_running: 'läuft isoliert',
    under_maintenance: 'Wartung',
    unknown: 'wird ermittelt',
  },
  stateMeaning: {
    not_affected: 'Nach heutigem Stand ist dieser Dienst nicht vom Angriff betroffen.',
    operational:
      'Für alle Kunden dieses Dienstes sind die wiederhergestellten Daten geprüft und freigegeben.',
    partial_outage: 'Für einen Teil der Kunden ist der Dienst freigegeben, für die übrigen noch nicht.',
    restored_pending_release:
      'Die Daten sind wiederhergestellt und geprüft. Freigegeben werden sie, sobald zwei Personen unabhängig voneinander zugestimmt haben.',
    verifying: 'Die wiederhergestellten Daten prüfen wir auf Vollständigkeit und auf Schadsoftware.',
    restoring: 'Die Daten stellen wir aus den jüngsten unversehrten Sicherungen wieder her.',
    offline_by_plan:
      'Der Dienst ist nach unserem Notfallplan vom Netz getrennt, damit sich der Angriff nicht ausbreitet.',
    major_outage:
      'Der Dienst ist vom Angriff betroffen. Bitte nutzen Sie ihn nicht, auch wenn er noch antwortet.',
    degraded_performance: 'Der Dienst läuft, aber langsamer oder mit Einschränkungen.',
    workaround: 'Der Dienst ist nicht wie gewohnt nutzbar. Es gibt einen Ausweichweg.',
    available_rework: 'Die Daten sind geprüft und freigegeben. An einzelnen Konten arbeiten wir noch nach.',
    isolated_running:
      'Der Dienst läuft getrennt vom Netz, damit wir ihn untersuchen können. Er ist nicht nutzbar.',
    under_maintenance: 'An dem Dienst wird gearbeitet.',
    unknown: 'Ob dieser Dienst betroffen ist, wissen wir noch nicht. Wir ermitteln es.',
  },
  instruction: 'Was Sie tun können',
  proof: (count, checksum) =>
    `Belegt durch ${count === 1 ? 'eine Freigabe' : `${number.format(count)} Freigaben`} nach Prüfung und zwei Unterschriften. Prüfsumme: ${checksum}`,
  customersBack: (done, total) => `für ${number.format(done)} von ${number.format(total)} Kunden freigegeben`,

  advice: 'Was Sie jetzt tun können',
  adviceFor: (stage) => [
    ...(stage === 'allReleased'
      ? [
          'Prüfen Sie in Ruhe, ob Ihre letzten Änderungen noch da sind. Was kurz vor dem Angriff geändert wurde, kann fehlen.',
        ]
      : [
          'Nutzen Sie betroffene Dienste erst wieder, wenn sie für Sie freigegeben sind.',
          'Löschen Sie nichts. Heben Sie eigene Kopien, Ausdrucke und E-Mails auf: Was kurz vor dem Angriff geändert wurde, kann in den Sicherungen fehlen.',
        ]),
    'Geben Sie niemandem Ihr Passwort. Wir fragen Sie nie danach, weder am Telefon noch per E-Mail.',
    'Seien Sie vorsichtig, wenn sich jemand auf diesen Vorfall beruft. Öffnen Sie in solchen Nachrichten keine Anhänge und keine Links. Rufen Sie uns im Zweifel an, und zwar unter der Nummer aus Ihrem Vertrag.',
    'Werden Sie wegen des Vorfalls erpresst oder bedroht: Antworten Sie nicht und zahlen Sie nicht. Verständigen Sie uns und die Polizei.',
  ],
  help: 'Kontakt',
  contact: 'So erreichen Sie uns',
  contactFallback:
    'Bitte wenden Sie sich an Ihre gewohnte Ansprechperson, am besten unter der Telefonnummer aus Ihrem Vertrag.',
  contactKinds: { phone: 'Telefon', email: 'E-Mail' },

  recovery: 'Wie weit wir sind',
  recoveryNote: 'Jeder Schritt setzt die vorigen voraus. Die Zahlen stammen aus unseren Protokollen.',
  steps: {
    chosen: 'Unversehrte Sicherungen ausgewählt',
    restored: 'In getrennter Umgebung wiederhergestellt',
    verified: 'Auf Vollständigkeit geprüft',
    scanned: 'Auf Schadsoftware geprüft',
    approved: 'Von zwei Personen bestätigt',
    released: 'Freigegeben',
  },
  ofCustomers: (done, total) => `${number.format(done)} von ${number.format(total)} Kunden`,
  filesRestored: (count, bytes) =>
    `${files(count)} (${bytes}) ${count === 1 ? 'ist' : 'sind'} wiederhergestellt und geprüft.`,
  filesHeld: (count) =>
    `${files(count)} halten wir zurück, bis geklärt ist, ob sie unbedenklich ${count === 1 ? 'ist' : 'sind'}.`,
  filesLost: (count) => `Für ${files(count)} haben wir bisher keine unversehrte Sicherung gefunden.`,

  updates: 'Meldungen',
  latestUpdate: 'Neueste Meldung',
  earlierUpdates: 'Frühere Meldungen',
  update: (count) => `Meldung ${count}`,
  noUpdates: 'Es gibt noch keine Meldungen.',
  allUpdates: 'Alle Meldungen',
  pageOf: (page, pages) => `Seite ${page} von ${pages}`,
  newer: 'Neuere Meldungen',
  older: 'Ältere Meldungen',
  readOn: 'Ganze Meldung lesen',
  late: (promised) => `Diese Meldung kam später als zugesagt. Zugesagt war sie bis ${promised}.`,
  corrected: (count) => `Diese Meldung ist überholt. Es gilt die Meldung ${count}.`,
  corrects: (count) => `Diese Meldung berichtigt die Meldung ${count}.`,
  withheld: 'Den früheren Wortlaut zeigen wir nicht mehr.',
  earlierWording: 'Früher hieß es:',
  reason: 'Warum wir das berichtigen:',
  approved: (checksum) => `Von zwei Personen freigegeben. Prüfsumme: ${checksum}`,
  promised: (time) => `Darin zugesagt: nächste Meldung bis ${time}`,

  timeline: 'Verlauf',
  timelineNote: 'Was bisher geschehen ist, in zeitlicher Reihenfolge.',
  onset: (from, to) => `Nach heutigem Stand begann die Verschlüsselung zwischen ${from} und ${to}.`,
  declared: 'Wir haben den Angriff festgestellt und den Notfallplan ausgelöst.',
  isolated: 'Die betroffenen Systeme sind vom Netz getrennt. Das haben wir überprüft.',
  released: (count, sum, total) =>
    `Daten für ${count === 1 ? 'einen Kunden' : `${number.format(count)} Kunden`} freigegeben, insgesamt für ${number.format(sum)} von ${number.format(total)}.`,
  allReleased: 'Alle betroffenen Dienste sind wieder freigegeben.',
  earlierInList: 'Ältere Meldungen stehen in der Liste aller Meldungen.',

  questions: 'Fragen und Antworten',
  questionsNote: 'Was Kunden nach einem solchen Angriff am häufigsten wissen möchten.',
  answers: [
    {
      question: 'Wann läuft mein Dienst wieder?',
      answer: [
        'Einen Termin nennen wir erst, wenn wir ihn halten können. Wie weit wir sind, sehen Sie auf der Übersicht und auf der Seite des Dienstes.',
        'Wann die nächste Meldung kommt, steht oben auf der Übersicht.',
      ],
    },
    {
      question: 'Warum dauert das so lange?',
      answer: [
        'Eine Datei ist schnell zurückkopiert. Wir müssen aber sicher sein, dass sie unversehrt ist und keine Schadsoftware enthält. Deshalb prüfen wir jede Datei, bevor wir sie freigeben, und zwei Personen müssen der Freigabe zustimmen.',
      ],
    },
    {
      question: 'Was bedeutet „freigegeben“?',
      answer: [
        'Die Daten sind in einer getrennten Umgebung wiederhergestellt, auf Vollständigkeit und auf Schadsoftware geprüft und von zwei Personen bestätigt. Ein Dienst steht erst dann auf „in Betrieb“, wenn das für alle seine Kunden gilt.',
      ],
    },
    {
      question: 'Werden Daten fehlen?',
      answer: [
        'Für jede Datei nehmen wir die jüngste unversehrte Sicherung. Was danach geändert wurde, kann fehlen. Bitte heben Sie eigene Kopien, Ausdrucke und E-Mails auf; damit lassen sich Lücken schließen.',
      ],
    },
    {
      question: 'Wurden meine Daten kopiert?',
      answer: [
        'Das lässt sich an der Wiederherstellung nicht ablesen; es muss getrennt untersucht werden. Öffentlich sagen wir dazu nur, was wir belegen können. Es steht dann in den Meldungen.',
      ],
    },
    {
      question: 'Muss ich mein Passwort ändern?',
      answer: [
        'Haben Sie Ihr Passwort auch anderswo verwendet, dann ändern Sie es dort vorsorglich. Rufen Sie dazu die Seite des jeweiligen Anbieters selbst auf und folgen Sie keinem Link aus einer Nachricht.',
        'Falls Sie bei uns neue Zugangsdaten brauchen, sagen wir es in den Meldungen.',
      ],
    },
    {
      question: 'Woran erkenne ich falsche Nachrichten?',
      answer: [
        'Betrüger nutzen solche Vorfälle aus. Misstrauen Sie Nachrichten und Anrufen, die Sie zur Eile drängen, nach Passwörtern oder Zahlungen fragen oder einen Anhang mitschicken. Wir fragen Sie nie nach Ihrem Passwort.',
      ],
    },
  ],

  back: 'Zur Übersicht',
  madeFrom:
    'Diese Seite entsteht aus den Aufzeichnungen des Vorfalls. Sie kommt ohne Skripte und ohne fremde Inhalte aus.',
  generated: (time) => `Erzeugt: ${time}`,
  feed: 'Meldungen abonnieren (Atom)',
  statusFile: 'Daten für Programme (JSON)',
} as const satisfies Messages

export const deUpdates = {
  declared: () =>
    'Wir haben einen Angriff mit Verschlüsselungssoftware (Ransomware) festgestellt und den Notfallplan ausgelöst. Betroffene Dienste stehen nicht zur Verfügung. Ursache und Umfang werden untersucht.',
  contained: (systems) =>
    `${systems === 1 ? 'Das betroffene System ist' : `Die betroffenen Systeme (${number.format(systems)}) sind`} vom Netz getrennt. Wir haben geprüft, dass ${systems === 1 ? 'es' : 'sie'} nicht mehr erreichbar ${systems === 1 ? 'ist' : 'sind'}. Als Nächstes wählen wir für jede Datei die jüngste unversehrte Sicherung aus.`,
  restoring: (customers, count) =>
    `Für ${customers === 1 ? 'einen' : number.format(customers)} Kunden sind die Sicherungen ausgewählt: ${count === '1' ? '1 Datei wird' : `${count} Dateien werden`} in einer getrennten Umgebung wiederhergestellt und dabei auf Schadsoftware geprüft. Termine für die Freigabe nennen wir erst, wenn wir sie halten können.`,
  reopened: (done, total) => {
    if (done === total) {
      return `Für ${total === 1 ? 'den betroffenen' : `alle ${number.format(total)} betroffenen`} Kunden sind die wiederhergestellten Daten geprüft und freigegeben.`
    }
    if (done === 0) return 'Noch sind keine Daten freigegeben. Wir arbeiten daran.'
    return `Für ${number.format(done)} von ${number.format(total)} betroffenen Kunden sind die wiederhergestellten Daten geprüft und freigegeben. An den übrigen arbeiten wir.`
  },
  noNews: () =>
    'Über die Zustände und Zahlen auf der Übersicht hinaus gibt es seit der letzten Meldung nichts Neues. Beide entstehen aus unseren Protokollen. Wir arbeiten weiter.',
} as const satisfies UpdateTexts
