import type { Estate, Service } from '../../estate/index.ts'
import type { ServiceState } from '../../messages/index.ts'
import type { Finding } from './finding.ts'
import { folded, sentencesOf } from './plain-text.ts'

type Found = Pick<Finding, 'kind' | 'found' | 'hint'>

const everything =
  /\b(?:alles|alle (?:dienste|systeme|daten|kunden|server)|saemtliche \w+|everything|all (?:of )?(?:our |the |your )?(?:services|systems|data|customers|servers))\b.*(?:wieder|normal|laeuft|laufen|funktionier|verfuegbar|in betrieb|freigegeben|behoben|back|running|operational|available|works?\b|working|fine|restored|released|resolved)|normalbetrieb|regelbetrieb|uneingeschraenkt|vollstaendig wieder|fully (?:operational|restored|back|recovered)|business as usual|back to normal|(?:vorfall|angriff|incident|attack) (?:ist|is|wurde|was|has been) (?:vorbei|beendet|behoben|abgeschlossen|ueberstanden|over|resolved|closed|finished)|\bentwarnung\b|\ball[- ]clear\b/
const up =
  /wieder|verfuegbar|in betrieb|laeuft|nutzbar|erreichbar|freigegeben|normal|funktioniert|available|operational|\bback\b|restored|released|running|usable|reachable|\bup\b|works?\b|online/
const no =
  /\b(?:nicht|kein\w*|noch|erst|sobald|wenn|bis|teilweise|einen teil|ein teil|einige\w*|ersten?|not|no|yet|until|once|when|part\w*|some|first|being|wird|werden|untersuch\w*|instead of|statt|won't|isn't|aren't)\b/

/** "Everything is back" while a gate is open. */
export function allClears(text: string): readonly Found[] {
  return sentencesOf(text)
    .filter(
      (sentence) =>
        everything.test(folded(sentence)) &&
        !/\b(?:nicht|not|sobald|once|until|bis)\b/.test(folded(sentence)),
    )
    .map((found) => ({
      kind: 'all-clear-while-open' as const,
      found,
      hint: 'A gate is open: not every affected customer was released. Say what is released and what is not.',
    }))
}

/** A service that is called up although its customers were not all released. */
export function unreleasedServices(
  text: string,
  language: 'de' | 'en',
  { services }: Estate,
  states: ReadonlyMap<string, ServiceState>,
): readonly Found[] {
  const closed = services.filter(({ id }) => {
    const state = states.get(id)
    return state !== undefined && state !== 'operational' && state !== 'not_affected'
  })
  return sentencesOf(text).flatMap((sentence) => {
    const plain = folded(sentence)
    if (!up.test(plain) || no.test(plain)) return []
    return closed
      .filter((service) => isNamed(plain, service, language))
      .map(({ id }) => ({
        kind: 'service-not-released' as const,
        found: sentence,
        hint: `The service "${id}" is ${states.get(id) ?? 'unknown'}: not all its customers were released.`,
      }))
  })
}

/** True when a folded text calls a service by its name. */
export function isNamed(plain: string, { name }: Service, language: 'de' | 'en'): boolean {
  const word = folded(name[language]).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`(?<![\\p{L}\\p{N}])${word}(?![\\p{L}\\p{N}])`, 'u').test(plain)
}
