import { moments, type PlayedCase } from '../case.fixture.ts'
import { readyWording } from '../../../core/updates/index.ts'

/** One text of every kind for the public, as a desk would write them, published through all checks. */
export function playedContents(): PlayedCase {
  const played = moments.partlyReleased().wait(1)
  const outflow = readyWording('exfiltration', 'no_indication') ?? { de: '', en: '' }
  const passwords = readyWording('credentials', 'unknown') ?? { de: '', en: '' }
  const common = { scope: [], evidence: ['e'.repeat(64)], asOf: new Date(played.now).toISOString() }
  played.claim({
    claim: 'outflow',
    class: 'exfiltration',
    state: 'no_indication',
    wording: outflow,
    ...common,
  })
  played.claim({
    claim: 'passwords',
    class: 'credentials',
    state: 'unknown',
    wording: passwords,
    ...common,
    evidence: [],
  })
  const head = (kind: string, more = ''): string =>
    `kind: ${kind}\nas-of: ${new Date(played.now - 60_000).toISOString()}\n${more}`
  const at = (hours: number): string => new Date(played.now + hours * 3_600_000).toISOString()

  played
    .put('faq-1', `${head('faq')}\n${questions('Wir beginnen mit der E-Mail.', 'We begin with mail.')}`)
    .wait(3)
  const more = `${head('explainer', 'topic: layered-backups\n')}\n${background}`
  played.put('background', more).wait(0.5)
  played.put('warning', `${head('advisory')}\n${warning}`).wait(0.5)
  const order = `directory ${at(20)} ${at(26)} confirmed\nmail ${at(26)} ${at(40)} tentative\nshare ${at(30)} ${at(44)} tentative`
  played.put('order-1', `${head('windows')}\n[windows]\n${order}\n${note}`).wait(2)
  const moved = `directory ${at(18)} ${at(24)} confirmed\nmail ${at(30)} ${at(44)} tentative`
  played.put('order-2', `${head('windows')}\n[windows]\n${moved}\n${note}`).wait(0.5)
  played.put('desk', `${head('resources', `review-by: ${at(30)}\n`)}\n${resources}`).wait(0.5)
  played.put('mail-back', `${head('released', 'service: mail\nscope: subset\n')}\n${released}`).wait(0.5)
  played.put(
    'faq-2',
    `${head('faq')}\n${questions('E-Mail ist für die ersten Kunden freigegeben, die übrigen folgen nacheinander.', 'Mail has been released for the first customers, the others follow one after the other.')}`,
  )
  played.wait(1)
  return played.put('news', `${head('update', `next-by: ${at(20)}\n`)}\n${update}`)
}

/** Its end: everything released, told and reported. */
export function playedToTheEnd(): PlayedCase {
  const played = playedContents().wait(15)
  for (const unit of ['alpenblick', 'hafenkontor']) played.verify(unit).scan(unit).release(unit)
  const head = `as-of: ${new Date(played.now - 60_000).toISOString()}\nnext-by: ${new Date(played.now + 160 * 3_600_000).toISOString()}\n`
  return played.put('closing', `kind: closing\n${head}\n${closing}`, ['legal', 'management'])
}

const section = (part: string, de: string, en: string): string =>
  `[${part} de]\n${de}\n\n[${part} en]\n${en}\n`

const questions = (back: string, backEn: string): string =>
  [
    section(
      'service/when-back',
      `Wann läuft mein Dienst wieder?\nEinen Termin nennen wir erst, wenn wir ihn halten können. ${back}`,
      `When will my service be back?\nWe name a date only when we can keep it. ${backEn}`,
    ),
    section(
      'service/why-so-long',
      'Warum dauert das so lange?\nEine Datei ist schnell zurückkopiert. Ob sie unversehrt ist und keine Schadsoftware enthält, prüfen wir vor jeder Freigabe.\n\nZwei Personen stimmen jeder Freigabe zu.',
      'Why does it take so long?\nA file is quickly copied back. Whether it is unharmed and holds no malware is checked before every release.\n\nTwo people agree to every release.',
    ),
    section(
      'data/copied',
      'Wurden meine Daten kopiert?\n{claim:outflow}',
      'Was my data copied?\n{claim:outflow}',
    ),
    section(
      'credentials+data/password',
      'Muss ich mein Passwort ändern?\n{claim:passwords}\n\nGeben Sie niemandem Ihr Passwort.',
      'Do I have to change my password?\n{claim:passwords}\n\nDo not give anybody your password.',
    ),
    section(
      'contracts/whom-to-ask',
      'Wen frage ich zu meinem Vertrag?\nRufen Sie uns an: +49 30 23125 100.',
      'Whom do I ask about my contract?\nCall us: +49 30 23125 100.',
    ),
  ].join('\n')

const background = [
  section('title', 'Wie unsere Sicherungen geschichtet sind', 'How our backups are layered'),
  section(
    'how',
    'Jede Nacht geht eine Kopie in einen Tresor, in den geschrieben, aus dem aber nichts entfernt werden kann. Eine zweite liegt an einem anderen Ort, eine dritte auf Bändern ohne Netz.',
    'Every night a copy goes into a vault that can be written to but from which nothing can be removed. A second one lies at another place, a third on tapes without a network.',
  ),
  section(
    'meaning',
    'Für jede Datei suchen wir den jüngsten unversehrten Stand aus allen Schichten heraus. Das kostet Zeit und spart Ihnen Nacharbeit.',
    'For each file we find the newest unharmed version among all layers. That takes time and saves you rework.',
  ),
  section('figures', '{fact:progress}', '{fact:progress}'),
].join('\n')

const warning = [
  section('title', 'Falsche Mahnungen in unserem Namen', 'False reminders in our name'),
  section(
    'threat',
    'Unbekannte verschicken Mahnungen, die aussehen wie von uns, und nutzen den Vorfall als Vorwand.',
    'Unknown senders send reminders that look like ours and use the incident as a pretext.',
  ),
  section(
    'example',
    'Betreff „Letzte Mahnung“, Absender rechnung@beispiel-hosting[.]example, Link auf hxxps://konto[.]beispiel-hosting[.]example, Anhang Mahnung.one.',
    'Subject “Final reminder”, sender rechnung@beispiel-hosting[.]example, link to hxxps://konto[.]beispiel-hosting[.]example, attachment Mahnung.one.',
  ),
  section(
    'senders',
    'Wir schreiben nur von elsewhere.example und rufen nur von +49 30 23125 100 an. Wir fragen Sie nie nach einem Passwort.',
    'We write from elsewhere.example only, and call from +49 30 23125 100 only. We never ask you for a password.',
  ),
  section(
    'blocked',
    'Anhänge mit der Endung .one nehmen wir bis 2026-04-30 12:00 UTC nicht an.',
    'Until 2026-04-30 12:00 UTC we do not accept attachments that end in .one.',
  ),
  section(
    'clicked',
    'Trennen Sie das Gerät vom Netz, schalten Sie es nicht aus, und rufen Sie an: +49 30 23125 100.',
    'Disconnect the device from the network, do not switch it off, and call: +49 30 23125 100.',
  ),
].join('\n')

const note = section(
  'note',
  'Zuerst kommt die Anmeldung, weil alle anderen Dienste auf ihr stehen.',
  'Sign-in comes first because all other services stand on it.',
)

const resources = [
  section(
    'can',
    'Fragen zum Stand Ihres Dienstes beantworten wir am Telefon.',
    'We answer questions about the state of your service on the phone.',
  ),
  section(
    'cannot',
    'Einzelne Sicherungen geben wir noch nicht heraus.',
    'We do not hand out individual backups yet.',
  ),
].join('\n')

const released = [
  section(
    'scope',
    'E-Mail ist für einen Teil der Kunden freigegeben. Die übrigen folgen, sobald ihre Postfächer geprüft sind.',
    'Mail has been released for some customers. The others follow once their mailboxes have been checked.',
  ),
  section(
    'data-as-of',
    'Den Stand Ihrer Postfächer nennen wir Ihnen einzeln.',
    'We tell each customer the state of their mailboxes.',
  ),
  section('limits', 'Weiterleitungen richten Sie bitte neu ein.', 'Please set up forwarding again.'),
  section('workaround', 'Einen Ausweichweg gab es nicht.', 'There was no workaround.'),
].join('\n')

const update = [
  section(
    'changed',
    'Die Postfächer weiterer Kunden werden geprüft.',
    'The mailboxes of further customers are being checked.',
  ),
  section('to-do', 'Sie müssen im Augenblick nichts tun.', 'There is nothing you need to do at the moment.'),
  section('unchanged', 'Die Dateiablage wird weiter geprüft.', 'The file share is still being checked.'),
].join('\n')

const closing = [
  section('cause', 'Die Ursache wird weiter untersucht.', 'The cause is still being investigated.'),
  section(
    'excluded',
    'Geprüft wurden die Protokolle aller Übergänge. {claim:outflow}',
    'The logs of all gateways were examined. {claim:outflow}',
  ),
  section('measures', 'Zugänge haben jetzt eine zweite Prüfung.', 'Access now has a second check.'),
  section('contact', 'Rufen Sie uns an: +49 30 23125 100.', 'Call us: +49 30 23125 100.'),
].join('\n')
