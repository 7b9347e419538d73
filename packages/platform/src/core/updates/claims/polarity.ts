import type { ClaimState } from '../../messages/index.ts'

const question = /\bob\b|\bwhether\b|\bif\b/
const inquiry =
  /untersuch|gepruef|pruefen|klaer|wissen|investigat|examin|clarif|\bclear\b|\bknow|looking into/
const hedge = /anzeichen|hinweis|\bindiz|anhaltspunkt|indication|indicator|evidence|\bsigns?\b/
const noHedge =
  /\b(?:kein\w*|weder|no|not any|never|without|ohne|nicht)\b(?: \S+){0,4} (?:anzeichen|hinweis|indiz|anhaltspunkt|indication|indicator|evidence|signs?)/
const maybe =
  /moeglich|koennte|nicht auszuschliessen|nicht ausgeschlossen|nicht ausschliessen|possib|\bmay\b|\bmight\b|\bcould\b|vermut|verdacht|suspect|(?:cannot|can not|can't|not) (?:be )?(?:ruled? out|excluded?)/
const denial =
  /\b(?:kein\w*|nicht\w*|nie\w*|ohne|weder|no|not|none|never|nothing|neither|nor|nobody|without|unmoeglich|impossible)\b|n't\b|ausgeschlossen|ausschliessen|\brul(?:ed|e) out|\bexcluded?\b|intakt|unversehrt|unbeschaedigt|unberuehrt|verschont|in ordnung|intact|undamaged|unharmed|untouched|sicher\b|\bsafe\b|\bsecure\b|vollstaendig|complete|\bfine\b/
const asideNotYet = /\bnoch nicht\b|\bnot yet\b|\b(?:do not|don't) know\b(?: yet\b)?|\bnot (?:known|clear)\b/g

/** What a folded sentence about a harm asserts. Where it could be read in two ways, the firmer one counts. */
export function assertedState(sentence: string): ClaimState {
  if (isOpen(sentence)) return 'unknown'
  if (hedge.test(sentence)) return noHedge.test(sentence) ? 'no_indication' : 'indicated'
  if (maybe.test(sentence)) return 'indicated'
  return denial.test(sentence) ? 'excluded' : 'confirmed'
}

/** Says only that it is being looked into: "whether", and neither a denial nor a second half that asserts. */
export function isOpen(sentence: string): boolean {
  return (
    question.test(sentence) &&
    inquiry.test(sentence) &&
    assertsNothing(sentence) &&
    !/\b(?:und|and)\b/.test(sentence)
  )
}

/** The same of a cause, which needs no "whether": "the cause is being investigated", naming none. */
export function isOpenCause(sentence: string): boolean {
  return (
    (ongoing.test(sentence) && assertsNothing(sentence) && !namedCause.test(sentence)) || isOpen(sentence)
  )
}

const ongoing =
  /\b(?:wird|werden)\b.*(?:untersucht|geprueft|geklaert)|\bwir (?:untersuchen|pruefen|klaeren)|noch nicht (?:geklaert|bekannt)|\bbeing (?:investigat|examin|analy)|\bare (?:investigating|examining|looking into)|\bnot (?:yet )?(?:known|clear)\b/
const namedCause =
  /phishing|schwachstell|luecke|einfallstor|eingedrung|vulnerab|broke in|break-in|entry point|vector|insider|\b(?:war|ist|waren|sind|was|were|lies|liegt|lag)\b(?! (?:being|not|noch nicht))/

function assertsNothing(sentence: string): boolean {
  const rest = sentence.replaceAll(asideNotYet, '')
  return (
    !denial.test(rest) &&
    !hedge.test(rest) &&
    !/\b(?:aber|doch|jedoch|waehrend|obwohl|but|however|although|while)\b/.test(rest)
  )
}
