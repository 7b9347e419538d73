import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { type ClaimClass, claimClasses, claimStates } from '../../messages/index.ts'
import { checkTexts } from '../checks/check-draft.ts'
import { exampleEstate } from '../estate.fixture.ts'
import { PlayedDesk } from '../played-desk.fixture.ts'
import { isOvertaken, readyWording, wordingProblems } from './claim.ts'

const declared = new PlayedDesk().declare()
const statement = declared.statement.bind(declared)

/** What people write under pressure; each sentence claims something that only the register may say. */
const assertions: Readonly<Record<ClaimClass, readonly string[]>> = {
  exfiltration: [
    'Es sind keine Daten abgeflossen.',
    'Ihre Daten wurden nicht gestohlen.',
    'Nach unserer Kenntnis gab es keinen Datenabfluss.',
    'Ein Datenleck schließen wir aus.',
    'Die Täter haben Daten kopiert.',
    'Bisher gibt es keine Anzeichen für einen Datendiebstahl.',
    'Möglicherweise wurden Dateien entwendet.',
    'Im Darknet ist nichts aufgetaucht.',
    'No data was stolen.',
    'There is no sign of exfiltration.',
    'We are confident that nothing has been leaked.',
    'The attackers copied files to their servers; data was copied.',
    'Your data never left our network.',
    'A data breach did not occur.',
  ],
  access: [
    'Die Angreifer hatten keinen Zugriff auf Kundendaten.',
    'Unbefugte konnten keine Mails lesen, auf Daten zugegriffen hat niemand.',
    'Ihre Daten sind sicher.',
    'Kundendaten sind nicht betroffen.',
    'The attackers had no access to customer data.',
    'Your data is safe.',
    'Customer data was not affected.',
    'Mails have been read.',
  ],
  credentials: [
    'Passwörter sind nicht betroffen.',
    'Bitte ändern Sie alle Ihr Passwort.',
    'Ihre Zugangsdaten sind sicher.',
    'Passwords were not affected.',
    'Nobody needs to change credentials.',
  ],
  encryption: [
    'Ihre Daten wurden nicht verschlüsselt.',
    'All files were encrypted.',
    'Nothing was encrypted.',
  ],
  deletion: ['Es wurde nichts gelöscht.', 'Die Täter haben Dateien vernichtet.', 'No mailbox was deleted.'],
  loss: [
    'Es gibt keinen Datenverlust.',
    'Alle Daten sind noch da.',
    'Niemand verliert etwas.',
    'Es fehlen Dateien; Daten fehlen.',
    'There is no data loss.',
    'Nothing was lost.',
    'No files are missing.',
  ],
  backups: [
    'Alle Sicherungen sind intakt.',
    'Die Backups wurden nicht beschädigt.',
    'Wir haben vollständige Sicherungen.',
    'Our backups are safe.',
    'The backups were not affected.',
    'We have clean backups.',
  ],
  cause: [
    'Die Ursache war eine Phishing-Mail.',
    'Eine Schwachstelle wurde ausgenutzt.',
    'The root cause is known.',
    'They broke in through a VPN.',
  ],
}
const all = Object.entries(assertions).flatMap(([of, list]) =>
  list.map((text) => [of as ClaimClass, text] as const),
)
const filler = { de: 'Die Techniker arbeiten daran.', en: 'The engineers are working on it.' }

function found(text: string, played = declared): readonly string[] {
  const claims = [...played.desk.claims.values()].flatMap(({ inForce }) => inForce ?? [])
  const known = { case: played.desk.case, estate: exampleEstate, services: played.desk.services, claims }
  const texts = { de: `${filler.de} ${text}`, en: `${filler.en} ${text}` }
  return checkTexts(texts, known).map(({ kind }) => kind)
}

test('no assertion of any class passes, whatever the register says', () => {
  for (const [of, text] of all) {
    for (const state of ['nothing', ...claimStates] as const) {
      if (of === 'loss' && state === 'excluded') continue
      const wording =
        of === 'cause' && state !== 'unknown'
          ? { de: 'Die Ursache kennen wir.', en: 'We know the cause.' }
          : undefined
      const played = new PlayedDesk().declare()
      if (state !== 'nothing') played.state('x', of, state, wording === undefined ? {} : { wording })
      const kinds = found(text, played)
      assert.ok(
        kinds.includes('contradicts-claim') || kinds.includes('claim-not-registered'),
        `${of} ${state}: ${text} (${kinds.join()})`,
      )
    }
  }
})

test('a sentence against the state in force is called a contradiction, one like it is sent to the register', () => {
  const played = new PlayedDesk().declare().state('x', 'exfiltration', 'confirmed')
  assert.ok(found('Es sind keine Daten abgeflossen.', played).includes('contradicts-claim'))
  assert.ok(found('There is no sign of exfiltration.', played).includes('contradicts-claim'))
  assert.ok(found('Data was stolen.', played).includes('claim-not-registered'))
  assert.ok(found('Wir untersuchen, ob Daten abgeflossen sind.', played).includes('contradicts-claim'))
})

test('that something is looked into may be said, without a second half that asserts', () => {
  for (const text of [
    'Ursache und Umfang werden untersucht.',
    'Cause and extent are being investigated.',
    'Wir untersuchen, ob Daten abgeflossen sind.',
    'We are investigating whether data was copied by the attackers.',
    'Ob Passwörter in fremde Hände gelangt sind, klären wir noch.',
  ]) {
    assert.deepEqual(found(text), [], text)
  }
  for (const text of [
    'Wir untersuchen, ob Daten abgeflossen sind, aber Mails sind sicher und Daten nicht betroffen.',
    'Wir untersuchen noch, doch es sind keine Daten abgeflossen.',
    'We are investigating whether files were stolen and no data was leaked.',
    'Wir untersuchen, welche Daten gestohlen wurden.',
  ]) {
    assert.notDeepEqual(found(text), [], text)
  }
})

/** The same without the usual words, as people soften or dress them up. */
const paraphrases = [
  'Ihre Informationen sind nicht in falsche Hände geraten.',
  'Es wurden keine Kundendaten erbeutet.',
  'Die Angreifer haben nichts mitgenommen.',
  'Ein Abgreifen von Daten können wir ausschließen.',
  'Kundendaten blieben unberührt.',
  'Für Ihre Daten bestand zu keiner Zeit Gefahr.',
  'Die Vertraulichkeit Ihrer Daten ist gewahrt.',
  'Es gab keinen unberechtigten Zugriff.',
  'Niemand außer uns hat Ihre Unterlagen gesehen.',
  'Wir haben alle Daten vollständig.',
  'Sie werden keine Daten vermissen.',
  'Sämtliche Dateien sind erhalten geblieben.',
  'Die Datensicherungen haben den Angriff überstanden.',
  'Das Backup ist nicht kompromittiert.',
  'Alle Backups funktionieren.',
  'Der Angriff begann mit einer E-Mail an einen Mitarbeiter.',
  'Die Hacker kamen über einen ungepatchten Server.',
  'PINs und Logins sind sicher.',
  'Ihr Zugang ist nicht gefährdet.',
  'Personenbezogene Daten sind nicht betroffen.',
  'Zahlungsdaten wurden nicht eingesehen.',
  'Es liegt keine Datenschutzverletzung vor.',
  'Your information did not fall into the wrong hands.',
  'The attackers took nothing.',
  'Customer information remains confidential.',
  'There was no unauthorised access.',
  'Nobody has seen your documents.',
  'We still have all your data.',
  'You will not miss any files.',
  'Every file has survived.',
  'The backup survived the attack.',
  'Backups are working.',
  'It started with an email to an employee.',
  'They came in through an unpatched server.',
  'Logins and PINs are safe.',
  'Personal data is not affected.',
  'Payment data was not viewed.',
  'There is no privacy breach.',
  'Your privacy was never at risk.',
  'No customer records were exposed.',
  'No personal information was compromised.',
  'Die Daten unserer Kunden sind nicht kompromittiert.',
  'Es besteht kein Risiko für Ihre Daten.',
  'Nothing was exfiltrated.',
  'Data has not been disclosed.',
  'Ihre Daten wurden nicht offengelegt.',
  'Files were not downloaded by the attackers.',
  'Es wurde nichts heruntergeladen.',
  'Die Erpresser besitzen keine Daten von uns.',
  'The criminals do not have your data.',
]
/** What an update has to be able to say. */
const harmless = [
  'Wir prüfen die wiederhergestellten Daten auf Schadsoftware.',
  'Die Dateiablage wird als Nächstes geprüft.',
  'Unsere Servicestelle ist rund um die Uhr erreichbar.',
  'Wir haben Anzeige bei der Polizei erstattet.',
  'Externe Fachleute unterstützen uns.',
  'Aus den Sicherungen stellen wir Datei für Datei wieder her.',
  'Bitte bewahren Sie eigene Kopien Ihrer Unterlagen auf.',
  'Heben Sie E-Mails und Ausdrucke auf.',
  'Wir melden uns bei jedem betroffenen Kunden einzeln.',
  'Der Dokumentendienst ist noch nicht freigegeben.',
  'We are checking the restored data for malware.',
  'The file share is examined next.',
  'Our service desk can be reached around the clock.',
  'We have filed a complaint with the police.',
  'External experts support us.',
  'We restore file by file from the backups.',
  'Please keep your own copies of documents.',
  'We contact every affected customer individually.',
  'The document service is not released yet.',
  'Two people have to agree before anything is released.',
  'Wir haben die betroffenen Server vom Netz getrennt.',
  'The affected servers are cut off from the network.',
  'Gefälschte Mails in unserem Namen sind im Umlauf.',
  'Forged mails in our name are going around.',
]

test('paraphrases are stopped, and ordinary news passes', () => {
  for (const text of paraphrases) assert.notDeepEqual(found(text), [], text)
  for (const text of harmless) assert.deepEqual(found(text), [], text)
})

test('disguises do not help: case, spelling, line breaks, invisible and foreign letters', () => {
  const disguise = fc.constantFrom<(text: string) => string>(
    (text) => text.toUpperCase(),
    (text) => text.replaceAll(' ', '\u00a0'),
    (text) => text.replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue'),
    (text) => text.replaceAll('a', '\u0430'),
    (text) => text.replaceAll('e', '\u0435'),
    (text) => text.replace(/(\w)(\w)/g, '$1\u200b$2'),
    (text) => text.replace(/(\w)(\w)/g, '$1\u00ad$2'),
    (text) => `\u202e${text}`,
    (text) => text.normalize('NFD'),
    (text) => `${text.slice(0, -1)} — so viel steht fest.`,
    (text) => `Gut zu wissen, ${text}`,
    (text) =>
      text.replace(/[a-z]/, (letter) => String.fromCodePoint(0x1d41a + (letter.codePointAt(0) ?? 97) - 97)),
  )
  fc.assert(
    fc.property(
      fc.constantFrom(...all),
      fc.array(disguise, { minLength: 1, maxLength: 3 }),
      ([, text], steps) => {
        const disguised = steps.reduce((now, step) => step(now), text)
        assert.notDeepEqual(found(disguised), [], disguised)
      },
    ),
    { numRuns: 1500 },
  )
})

test('every ready sentence says its own state and its own class, in both languages', () => {
  for (const of of claimClasses) {
    for (const state of claimStates) {
      const wording = readyWording(of, state)
      if (wording === undefined) {
        assert.ok(of === 'cause' && state !== 'unknown')
        continue
      }
      assert.deepEqual(wordingProblems(statement('x', of, state, { wording })), [], `${of} ${state}`)
      for (const other of claimStates.filter((one) => one !== state && of !== 'cause')) {
        assert.notDeepEqual(
          wordingProblems(statement('x', of, other, { wording })),
          [],
          `${of}: ${state} as ${other}`,
        )
      }
    }
  }
})

test('own wording has to fit its state and stay with its class', () => {
  const soft = { de: 'Daten sind wohl nicht abgeflossen.', en: 'Probably no data was stolen.' }
  assert.notDeepEqual(wordingProblems(statement('x', 'exfiltration', 'no_indication', { wording: soft })), [])
  const other = { de: 'Daten sind abgeflossen. Passwörter nicht.', en: 'Data was stolen. Passwords not.' }
  assert.match(
    wordingProblems(statement('x', 'exfiltration', 'confirmed', { wording: other })).join(),
    /credentials/,
  )
  const empty = { de: 'Es ist, wie es ist.', en: 'It is what it is.' }
  assert.match(
    wordingProblems(statement('x', 'loss', 'confirmed', { wording: empty })).join(),
    /no sentence is about/,
  )
})

test('excluded is in force only when two of forensics, dpo and legal stated exactly the same', () => {
  const played = new PlayedDesk().declare().state('x', 'exfiltration', 'no_indication')
  const excluded = played.statement('x', 'exfiltration', 'excluded')
  const inForce = (): string | undefined => played.desk.claims.get('x')?.inForce?.state
  played.run(played.stating(excluded, 'forensics'))
  assert.equal(inForce(), 'no_indication')
  assert.equal(played.try(played.stating(excluded, 'forensics'))?.refused, 'already-done')
  played.run(played.stating({ ...excluded, asOf: '2026-03-11T07:30:00.000Z' }, 'dpo'))
  assert.equal(inForce(), 'no_indication', 'not the same')
  played.run(played.stating({ ...excluded, asOf: '2026-03-11T07:30:00.000Z' }, 'legal'))
  assert.equal(inForce(), 'excluded')
  assert.equal(played.try(played.stating(excluded, 'comms'))?.refused, 'unknown-person')
})

test('a state beyond "unknown" needs evidence, a claim keeps its class, loss is not excluded while a gap is open', () => {
  const played = new PlayedDesk().declare().state('x', 'exfiltration', 'unknown')
  const refused = (...[claim, of, state, more]: Parameters<PlayedDesk['statement']>): string =>
    played.try(played.stating(played.statement(claim, of, state, more), 'forensics'))?.message ?? 'done'
  assert.match(refused('x', 'exfiltration', 'confirmed', { evidence: [] }), /rests on nothing/)
  assert.match(refused('x', 'exfiltration', 'confirmed', { evidence: ['report'] }), /SHA-256/)
  assert.match(refused('x', 'loss', 'confirmed'), /is a claim about exfiltration/)
  assert.match(refused('X y', 'loss', 'confirmed'), /no name for a claim/)
  assert.match(refused('gap', 'loss', 'excluded'), /for 4 of 4 customers no restore points/)
  assert.equal(refused('gap', 'loss', 'indicated'), 'done')
})

test('what has to be taken back: an all-clear that does not hold, not a suspicion that became certain', () => {
  const pairs = claimStates.flatMap((said) =>
    claimStates
      .filter((now) => isOvertaken(statement('x', 'loss', said), statement('x', 'loss', now)))
      .map((now) => `${said} > ${now}`),
  )
  assert.deepEqual(pairs, [
    'no_indication > indicated',
    'no_indication > confirmed',
    'confirmed > unknown',
    'confirmed > no_indication',
    'confirmed > indicated',
    'confirmed > excluded',
    'excluded > unknown',
    'excluded > no_indication',
    'excluded > indicated',
    'excluded > confirmed',
  ])
  const narrowed = statement('x', 'credentials', 'confirmed', { scope: ['mail'] })
  assert.ok(isOvertaken(statement('x', 'credentials', 'confirmed'), narrowed))
})
