/**
 * Questions as people write them in an outage, with what they want to know. The threshold was chosen on the first half of
 * each list; the second half ("held out") was only measured. The same hand wrote them and the dictionary of
 * `cluster-words.ts`, so strangers' questions will fare worse.
 */
export const labelled: readonly {
  readonly topic: 'status' | 'data' | 'access' | 'contract'
  /** What they chose on the form. */
  readonly service?: string
  readonly wants: string
  readonly messages: readonly string[]
}[] = [
  {
    topic: 'status',
    service: 'mail',
    wants: 'when is mail back',
    messages: [
      'Guten Tag, wann geht die E-Mail wieder?',
      'When will our mail work again?',
      'Wie lange dauert es noch, bis unsere Postfächer wieder erreichbar sind?',
      'Können Sie uns ein Datum nennen, ab wann Mails wieder funktionieren? Wir müssen planen.',
      'Please tell us when e-mail is back online, our customers are waiting.',
      'Ab wann ist unser Mailserver wieder verfügbar? Heute noch?',
      'Hello, any date when the mailbox is available again?',
      'Wann läuft Outlook wieder? Wir sitzen hier seit zwei Tagen ohne Mail.',
    ],
  },
  {
    topic: 'status',
    service: 'mail',
    wants: 'are incoming mails lost',
    messages: [
      'Gehen E-Mails verloren, die uns jemand während des Ausfalls schickt?',
      'Are incoming mails lost while the service is down?',
      'Werden Mails, die jetzt an uns gesendet werden, später noch zugestellt oder sind sie weg?',
      'What happens to messages that people send us right now, will they be delivered later?',
      'Unsere Kunden schicken uns Mails. Kommen die noch an oder gehen sie verloren?',
      'Will mails sent to us during the outage still arrive or are they gone?',
    ],
  },
  {
    topic: 'status',
    service: 'share',
    wants: 'when is the file share back',
    messages: [
      'Wann kommen wir wieder an unsere Dateien?',
      'When are our shared folders available again?',
      'Bis wann ist die Dateiablage wiederhergestellt?',
      'Wie lange dauert die Wiederherstellung der Ordner?',
      'When will the file share be restored?',
      'Ab wann sind die Dokumente wieder verfügbar?',
    ],
  },
  {
    topic: 'data',
    wants: 'was data stolen',
    messages: [
      'Sind unsere Kundendaten abgeflossen?',
      'Was any of our data stolen?',
      'Wurden Daten von uns kopiert oder im Darknet veröffentlicht?',
      'Has the attacker exfiltrated or published our data?',
      'Müssen wir davon ausgehen, dass unsere Daten gestohlen wurden?',
      'We need to know whether data of our clients was leaked.',
      'Ist etwas im Darknet von uns aufgetaucht?',
      'Können Sie einen Datenabfluss ausschließen?',
    ],
  },
  {
    topic: 'data',
    wants: 'is there a backup',
    messages: [
      'Gibt es eine Datensicherung unserer Daten und von wann ist sie?',
      'Do you have a backup of our data and how old is it?',
      'Von welchem Datum ist die letzte Sicherung?',
      'How recent is the last backup?',
      'Sind die Backups auch betroffen?',
      'Are the backups intact?',
    ],
  },
  {
    topic: 'data',
    wants: 'must we report',
    messages: [
      'Müssen wir den Vorfall selbst der Datenschutzbehörde melden?',
      'Do we have to notify the authority ourselves?',
      'Haben Sie die Aufsichtsbehörde schon informiert oder müssen wir das melden?',
      'Gilt für uns die Meldefrist von 72 Stunden bei der Behörde?',
      'Must we report this breach to our supervisory authority?',
      'Sollen wir eine Meldung an die Landesdatenschutzbehörde machen?',
    ],
  },
  {
    topic: 'access',
    wants: 'must we change passwords',
    messages: [
      'Müssen wir jetzt alle Kennwörter ändern?',
      'Do we have to change our passwords?',
      'Sollen unsere Mitarbeiter ihre Passwörter zurücksetzen?',
      'Should every user reset the password now?',
      'Ist es nötig, neue Passwörter zu vergeben?',
      'Reicht es, wenn wir das Passwort nach der Wiederherstellung wechseln?',
      'Are our credentials compromised, do we need new passwords?',
    ],
  },
  {
    topic: 'access',
    wants: 'cannot sign in',
    messages: [
      'Ich kann mich nicht anmelden, mein Zugang ist gesperrt.',
      'I cannot log in, my access is locked.',
      'Der Login geht nicht mehr, Zugriff verweigert.',
      'Die Anmeldung am Portal funktioniert nicht.',
      'Sign in to the portal fails, access denied.',
      'Unser Zugang zum Kundenportal ist gesperrt, wie kommen wir wieder rein?',
    ],
  },
  {
    topic: 'access',
    wants: 'is this mail from you',
    messages: [
      'Ich habe eine verdächtige Mail mit Anhang bekommen, ist die von Ihnen?',
      'I received a suspicious mail with an attachment, is it from you?',
      'Ist das Phishing? Jemand fragt in Ihrem Namen nach Zugangsdaten.',
      'We got a fake message in your name, is that phishing?',
      'Kam diese Mail wirklich von Ihnen oder ist das Betrug?',
      'Somebody sent us a fraud mail pretending to be you.',
    ],
  },
  {
    topic: 'contract',
    wants: 'money back',
    messages: [
      'Bekommen wir eine Gutschrift für den Ausfall?',
      'Will we get a refund for the outage?',
      'Wir verlangen Schadenersatz für die ausgefallenen Tage.',
      'Wie hoch ist die Entschädigung?',
      'Do you pay compensation for the downtime?',
      'Können wir die Rechnung mindern, Minderung wegen Ausfall?',
    ],
  },
  {
    topic: 'contract',
    wants: 'cancel',
    messages: [
      'Wir möchten den Vertrag kündigen.',
      'We want to cancel our contract.',
      'Wie können wir außerordentlich kündigen?',
      'Hiermit kündigen wir fristlos.',
      'How do we terminate the contract?',
      'Besteht ein Recht auf fristlose Kündigung des Vertrags?',
    ],
  },
]
