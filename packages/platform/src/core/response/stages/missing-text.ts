import type { GateFact } from '../../emergency-plan/index.ts'
import type { EngineWork, Missing } from './missing.ts'

type Language = 'de' | 'en'

/** What is missing, in words for a list. */
export function missingText(missing: Missing, language: Language): string {
  const say = words[language]
  switch (missing.kind) {
    case 'needs':
      return say.needs(names(missing, language))
    case 'fact':
      return say.fact(say.facts[missing.fact], names(missing, language))
    case 'engine':
      return missing.open.length === 0
        ? say.engine[missing.what]
        : `${say.engine[missing.what]}: ${names(missing, language)}`
    case 'signature':
      return say.signature(missing.quorum, missing.roles.join(', '), missing.subject, missing.have)
    case 'form':
      return missing.fields.length === 0
        ? say.tick(missing.role)
        : say.form(missing.role, missing.fields.join(', '))
    case 'evidence':
      return say.evidence(missing.role)
    case 'confirmation':
      return say.confirmation
  }
}

function names(
  { open, count }: { readonly open: readonly string[]; readonly count: number },
  language: Language,
): string {
  const more = count - open.length
  if (more <= 0) return open.join(', ')
  return language === 'de' ? `${open.join(', ')} und ${more} weitere` : `${open.join(', ')} and ${more} more`
}

interface MissingWords {
  readonly needs: (stages: string) => string
  readonly fact: (fact: string, open: string) => string
  readonly facts: Readonly<Record<GateFact, string>>
  readonly engine: Readonly<Record<EngineWork, string>>
  readonly signature: (quorum: number, roles: string, subject: string, have: readonly string[]) => string
  readonly form: (role: string, fields: string) => string
  readonly tick: (role: string) => string
  readonly evidence: (role: string) => string
  readonly confirmation: string
}

const words: Readonly<Record<Language, MissingWords>> = {
  en: {
    needs: (stages) => `before it: ${stages}`,
    fact: (fact, open) => `${fact}: ${open}`,
    facts: {
      'isolation-proved': 'proof of isolation',
      'restore-verified': 'a verified restore',
      'scan-judged': 'the verdict "clean" for every file',
      'credentials-reset': 'new credentials',
      'smoke-tested': 'a trial by hand',
      'claims-consistent': 'a comparison with what was said',
      'texts-complete': 'complete texts',
    },
    engine: {
      isolate: 'proof that it is cut off',
      restore: 'a verified restore',
      scan: 'a scan of every file',
      release: 'the release through the gate',
      'approve-release': 'approval of the release by two people',
      publish: 'a published update',
      operational: 'a published update that calls it operational',
      notice: 'a notice that was taken, or a statement that was posted',
      calls: 'a notice, and nobody left to be called',
      receipt: 'proof that it was received',
      finding: 'a signed finding',
      'text-signatures': 'the signatures under the text itself',
      'onset-known': 'onset and attacked systems in the declaration',
      'staff-told': 'a text that went to the staff',
      'texts-checked': 'a first text that passed every check and is out',
      'tenant-examined': 'a signed finding or fact about their data',
      'duties-met': 'a submission with proof, or the word of two people that it does not apply',
      'faq-published': 'published questions and answers',
      'warning-published': 'a published warning',
      'windows-named': 'published windows of the restart',
      'nothing-to-correct': 'a claim in the register that no published update contradicts',
      'case-declared': 'the declaration',
      'alarm-answered': 'an answer to the alarm for every role',
      'points-chosen': 'a recorded plan of recovery',
      'queue-decided': 'a decision on everything in the case queue',
      'handed-back': 'the hand-back with its receipt',
    },
    signature: (quorum, roles, subject, have) =>
      `signatures of ${quorum} people (${roles}) on "${subject}"${have.length === 0 ? '' : `, so far ${have.join(', ')}`}`,
    form: (role, fields) => `entries by ${role}: ${fields}`,
    tick: (role) => `a tick by ${role}`,
    evidence: (role) => `evidence from ${role}`,
    confirmation: 'somebody who says that it is done',
  },
  de: {
    needs: (stages) => `vorher: ${stages}`,
    fact: (fact, open) => `${fact}: ${open}`,
    facts: {
      'isolation-proved': 'Nachweis der Trennung',
      'restore-verified': 'eine nachgelesene Wiederherstellung',
      'scan-judged': 'das Urteil „sauber“ für jede Datei',
      'credentials-reset': 'neue Zugangsdaten',
      'smoke-tested': 'eine Erprobung von Hand',
      'claims-consistent': 'ein Vergleich mit bisherigen Aussagen',
      'texts-complete': 'vollständige Texte',
    },
    engine: {
      isolate: 'Nachweis, dass es getrennt ist',
      restore: 'eine nachgelesene Wiederherstellung',
      scan: 'eine Prüfung jeder Datei',
      release: 'die Freigabe durch die Schleuse',
      'approve-release': 'Freigabe durch zwei Personen',
      publish: 'eine veröffentlichte Meldung',
      operational: 'eine veröffentlichte Meldung, dass es wieder läuft',
      notice: 'eine Mitteilung, die angenommen ist, oder ein Bericht, der zur Post ging',
      calls: 'eine Mitteilung, und niemand mehr auf der Anrufliste',
      receipt: 'ein Nachweis des Empfangs',
      finding: 'ein unterschriebener Befund',
      'text-signatures': 'die Unterschriften unter dem Text selbst',
      'onset-known': 'Beginn und angegriffene Systeme in der Erklärung',
      'staff-told': 'ein Text, der an die eigenen Leute ging',
      'texts-checked': 'ein erster Text, der alle Prüfungen bestand und draußen ist',
      'tenant-examined': 'ein unterschriebener Befund oder eine Tatsache über ihre Daten',
      'duties-met': 'eine Eingabe mit Nachweis, oder das Wort zweier Personen, dass sie nicht gilt',
      'faq-published': 'veröffentlichte Fragen und Antworten',
      'warning-published': 'eine veröffentlichte Warnung',
      'windows-named': 'veröffentlichte Zeitfenster des Wiederanlaufs',
      'nothing-to-correct': 'eine Aussage im Register, der keine Meldung widerspricht',
      'case-declared': 'die Erklärung des Notfalls',
      'alarm-answered': 'eine Antwort auf den Alarm für jede Rolle',
      'points-chosen': 'ein eingetragener Plan der Wiederherstellung',
      'queue-decided': 'eine Entscheidung über alles in der Fallliste',
      'handed-back': 'die Übergabe mit Quittung',
    },
    signature: (quorum, roles, subject, have) =>
      `Unterschriften von ${quorum} Personen (${roles}) zu „${subject}“${have.length === 0 ? '' : `, bisher ${have.join(', ')}`}`,
    form: (role, fields) => `Einträge von ${role}: ${fields}`,
    tick: (role) => `ein Haken von ${role}`,
    evidence: (role) => `ein Beleg von ${role}`,
    confirmation: 'jemand, der sagt, dass es getan ist',
  },
}
