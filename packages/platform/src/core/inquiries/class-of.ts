import { folded } from '../updates/index.ts'
import type { InquiryClass, InquiryTopic } from './inquiry.ts'

/**
 * What an inquiry is, by its topic and by what only somebody writes who wants money for data. A person can change it;
 * words that customers use as well ("ransom", "bitcoin") decide nothing.
 */
export function classOf(topic: InquiryTopic, message: string): InquiryClass {
  const text = folded(message)
  if (attackerWords.some((pattern) => pattern.test(text))) return 'security'
  if (topic === 'press' || topic === 'authority') return topic
  if (topic === 'data-protection' || subjectRequest.test(text)) return 'data-subject'
  return 'question'
}

const attackerWords = [
  /\b[a-z2-7]{56}\.onion\b/,
  /\btox(?: id)?[: ]+[0-9a-f]{76}\b/,
  /\byour (?:network|files|data|systems?|servers?) (?:has|have|is|are|was|were)(?: been)? (?:encrypted|hacked|stolen|exfiltrated|downloaded|compromised by us)\b/,
  /\bwe (?:have )?(?:encrypted|stolen|downloaded|exfiltrated|hacked) (?:all )?(?:of )?your\b/,
  /\bwir haben (?:alle )?(?:ihre|eure) (?:daten|dateien|systeme|server|netzwerk) (?:\S+ ){0,3}(?:verschluesselt|gestohlen|heruntergeladen|kopiert)\b/,
  /\b(?:pay|contact) us (?:\S+ ){0,6}or (?:we|your data) (?:will )?(?:be )?(?:publish|leak|sell|sold|published|leaked)/,
]

/** The rights of Art. 15 to 22 GDPR by their names. */
const subjectRequest =
  /\bart(?:ikel|icle|\.)? ?(?:15|16|17|18|20|21)\b.{0,20}\b(?:dsgvo|gdpr|ds-gvo)\b|\b(?:auskunft(?:sersuchen|santrag)|loeschantrag|subject access request)\b|\b(?:right of access|right to erasure|recht auf (?:auskunft|loeschung))\b/
